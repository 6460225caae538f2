package io.merkato.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A port that stays the same while what answers behind it is killed and begins again at another. */
final class Relay implements AutoCloseable {

    private final ServerSocket server;
    private volatile int target;

    Relay() {
        try {
            this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    connect(server.accept());
                } catch (IOException e) {
                    // Nobody answers there now: who knocked is hung up on.
                }
            }
        });
    }

    int port() {
        return server.getLocalPort();
    }

    void leadTo(int port) {
        target = port;
    }

    private void connect(Socket caller) throws IOException {
        try {
            var called = new Socket(InetAddress.getLoopbackAddress(), target);
            Thread.ofVirtual().start(() -> carry(caller, called));
            Thread.ofVirtual().start(() -> carry(called, caller));
        } catch (IOException e) {
            caller.close();
            throw e;
        }
    }

    private static void carry(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Either side has hung up.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
