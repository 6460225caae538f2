package io.merkato;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether one is there: knocking takes no time, and asking Testcontainers takes seconds where there is none. */
final class DockerEngine {

    private static final int PATIENCE_MS = 2_000;

    private DockerEngine() {}

    /** @param host as {@code DOCKER_HOST} names it: unix:///run/docker.sock, tcp://127.0.0.1:2375 */
    static boolean answers(@Nullable String host) {
        URI engine = URI.create(Objects.requireNonNullElse(host, "unix:///var/run/docker.sock"));
        try {
            return switch (engine.getScheme()) {
                case "unix" -> {
                    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(engine.getPath()))) {
                        yield channel.isConnected();
                    }
                }
                case "tcp" -> {
                    try (var socket = new Socket()) {
                        socket.connect(new InetSocketAddress(engine.getHost(), engine.getPort()), PATIENCE_MS);
                        yield socket.isConnected();
                    }
                }
                case null, default -> true; // whoever named it so knows
            };
        } catch (IOException e) {
            return false;
        }
    }
}
