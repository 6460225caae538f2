package io.merkato;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A request whose body comes in parts, as over a bad line. */
public final class SlowRequest implements AutoCloseable {

    private final Socket socket;
    private final CompletableFuture<String> answer;

    private SlowRequest(Socket socket) {
        this.socket = socket;
        this.answer = CompletableFuture.supplyAsync(
                this::firstLine, each -> Thread.ofVirtual().start(each));
    }

    static SlowRequest begin(int port, String path, Map<String, String> headers, int length, String beginning) {
        var head = new StringBuilder(
                "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n".formatted(path, length));
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        try {
            var socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout((int) Patience.MOST.toMillis());
            var request = new SlowRequest(socket);
            request.send(head + "\r\n" + beginning);
            return request;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void send(String more) {
        try {
            socket.getOutputStream().write(more.getBytes(US_ASCII));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first line of the answer, once it comes. */
    public CompletableFuture<String> answer() {
        return answer;
    }

    private String firstLine() {
        try {
            return String.valueOf(
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
