package io.merkato.chaos;

import io.merkato.provider.Journal;
import io.merkato.provider.StandInProcess;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What stands in for a provider, in a process of its own; the money it moved stands in its journal. */
final class Provider implements Killed {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String code;
    private final Path journal;
    private final int port;
    private long seed;
    private @Nullable Process process;
    private @Nullable String notices;

    Provider(String code, Path folder, long seed) throws IOException {
        this.code = code;
        this.journal = folder.resolve(code + ".journal");
        this.seed = seed;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = socket.getLocalPort();
        }
    }

    String code() {
        return code;
    }

    String setting() {
        return "--merkato.providers.addresses." + code + "=http://127.0.0.1:" + port;
    }

    void tells(String url) {
        notices = url;
    }

    /** Whether the payer still found something to agree to there, or not to. */
    boolean visited(String page, boolean agrees) throws IOException, InterruptedException {
        var visit = URI.create("http://127.0.0.1:" + port + (agrees ? "/agrees" : "/refuses") + "?page="
                + URLEncoder.encode(page, StandardCharsets.UTF_8));
        var request =
                HttpRequest.newBuilder(visit).timeout(Duration.ofSeconds(10)).POST(HttpRequest.BodyPublishers.noBody());
        return HTTP.send(request.build(), BodyHandlers.discarding()).statusCode() == 200;
    }

    Journal journal() throws IOException {
        return new Journal(journal);
    }

    @Override
    public void kill() throws InterruptedException {
        Objects.requireNonNull(process).destroyForcibly().waitFor();
    }

    /** Somebody else may have its port for a while, as what they go out by. */
    @Override
    public void start() throws IOException {
        for (int tries = 1; begin() == null; tries++) {
            if (tries == 10) {
                throw new AssertionError("See " + log());
            }
        }
    }

    private File log() {
        return journal.resolveSibling(code + ".log").toFile();
    }

    /** What it says once it listens; null where it ended before. */
    private @Nullable String begin() throws IOException {
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StandInProcess.class.getName(),
                        code,
                        Integer.toString(port),
                        journal.toString(),
                        Objects.requireNonNull(notices),
                        Long.toString(seed++)))
                .redirectError(ProcessBuilder.Redirect.appendTo(log()))
                .start();
        return process.inputReader().readLine();
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            kill();
        }
    }
}
