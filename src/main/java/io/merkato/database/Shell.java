package io.merkato.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs PostgreSQL's own commands, their output in a file that the error message quotes. */
record Shell(List<String> prefix, Path binaries, Path log) {

    /** Under root: what to put before a command so that it runs without root's rights. */
    static List<String> unprivileged() {
        if (!EmbeddedPostgres.posix() || !System.getProperty("user.name").equals("root")) {
            return List.of();
        }
        boolean namespaces;
        try {
            namespaces = await(new ProcessBuilder("unshare", "-U", "true").start()) == 0;
        } catch (IOException e) {
            namespaces = false;
        }
        return namespaces
                ? List.of("unshare", "-U")
                : List.of(
                        "setpriv",
                        "--reuid=" + EmbeddedPostgres.NOBODY,
                        "--regid=" + EmbeddedPostgres.NOBODY,
                        "--clear-groups");
    }

    void run(String... command) throws IOException {
        int exit = exitCode(command);
        if (exit != 0) {
            throw new IOException(command[0] + " ended with " + exit + ": " + Files.readString(log));
        }
    }

    int exitCode(String... command) throws IOException {
        command[0] = binaries.resolve(command[0]).toString();
        return await(process(command));
    }

    Process process(String... command) throws IOException {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(List.of(command));
        return new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    static int await(Process process) throws IOException {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(90, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("no answer for 90 s");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
