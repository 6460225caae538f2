package io.merkato;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.util.FileSystemUtils;

/** The application in a JVM of its own, on an embedded PostgreSQL of its own unless told of another, for what concerns a process as a whole. */
public final class OwnProcess implements AutoCloseable {

    /** For one that a test asks little of: it is there soon and takes little of the processors. */
    public static final List<String> SMALL = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    private final Path folder;
    private final Process process;
    private final int port;
    private final Collection<String> said = new ConcurrentLinkedQueue<>();

    private OwnProcess(Path folder, Process process) throws IOException {
        this.folder = folder;
        this.process = process;
        this.port = awaitStart(process.inputReader());
    }

    /** Answers when it is ready for requests. */
    public static OwnProcess start(List<String> jvmOptions, String... arguments) throws IOException {
        Path folder = Path.of(
                        "target",
                        "own-process",
                        Long.toString(ProcessHandle.current().pid()))
                .toAbsolutePath();
        FileSystemUtils.deleteRecursively(folder);
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath(), Merkato.class.getName()));
        command.addAll(List.of("--server.port=0", "--merkato.database.directory=" + folder));
        command.addAll(List.of(arguments));
        return new OwnProcess(
                folder, new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Without the tests' own classes and settings: as it runs elsewhere. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("test-classes" + File.separator))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private int awaitStart(BufferedReader output) throws IOException {
        var starting = new ArrayList<String>();
        int listening = 0;
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            starting.add(line);
            var match = PORT.matcher(line);
            if (match.find()) {
                listening = Integer.parseInt(match.group(1));
            }
            if (line.contains("Merkato is ready.")) {
                Thread.ofPlatform().daemon().start(() -> output.lines().forEach(said::add));
                return listening;
            }
        }
        throw new AssertionError(String.join("\n", starting));
    }

    /** What it wrote to its log since it was ready. */
    public Collection<String> said() {
        return Collections.unmodifiableCollection(said);
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Asks it to end, as SIGTERM does where there are signals. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Ends it at once, with no chance to finish anything, as SIGKILL does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Its exit code, once it has ended. */
    public int ended() throws InterruptedException {
        return process.waitFor();
    }

    public int port() {
        return port;
    }

    /** What its embedded PostgreSQL keeps. */
    public Path data() {
        return folder.resolve("postgres").resolve("data");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        terminate();
        ended();
        FileSystemUtils.deleteRecursively(folder);
    }
}
