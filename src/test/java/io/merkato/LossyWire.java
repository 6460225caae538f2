package io.merkato;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A way to the tests' PostgreSQL that goes dead at a chosen moment: the connection that asked for a key keeps silent from then on, and
 * whoever waits at it waits.
 */
public final class LossyWire implements AutoCloseable {

    /** When a connection goes dead: as it asks for the key, as its transaction is about to remember it, or as PostgreSQL says that it has committed. */
    public enum Moment {
        ASKED,
        BEFORE_COMMIT,
        AFTER_COMMIT
    }

    private static final String REMEMBERS = "insert into \"tenancy\".\"idempotency_key\"";
    private static final String COMMITTED = "C\0\0\0\13COMMIT\0";
    private static final int LONGEST_KEY = 64;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ConcurrentHashMap<String, Moment> watched = new ConcurrentHashMap<>();
    private final Set<String> dead = ConcurrentHashMap.newKeySet();
    private final Collection<Socket> sockets = new ConcurrentLinkedQueue<>();

    private static final class Line {
        private volatile @Nullable String key;
        private volatile boolean dead;
    }

    public LossyWire() throws IOException {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    connect(server.accept());
                }
            } catch (IOException e) {
                close();
            }
        });
    }

    public int port() {
        return server.getLocalPort();
    }

    /** To be told before the key is sent. */
    public void loses(String key, Moment moment) {
        watched.put(key, moment);
    }

    public boolean hasLost(String key) {
        return dead.contains(key);
    }

    private void connect(Socket application) throws IOException {
        var postgres = new Socket(InetAddress.getLoopbackAddress(), TestDatabase.port());
        sockets.addAll(List.of(application, postgres));
        var line = new Line();
        Thread.ofVirtual().start(() -> carry(application, postgres, line, false));
        Thread.ofVirtual().start(() -> carry(postgres, application, line, true));
    }

    private void carry(Socket from, Socket to, Line line, boolean answers) {
        var chunk = new byte[8192];
        var seen = "";
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                seen += new String(chunk, 0, length, ISO_8859_1);
                notice(line, seen, answers);
                // What may be the beginning of what is looked for, and not what was found before.
                seen = seen.substring(Math.max(0, seen.length() - (answers ? COMMITTED.length() - 1 : LONGEST_KEY)));
                if (!line.dead) {
                    out.write(chunk, 0, length);
                }
            }
        } catch (IOException e) {
            // Either side has hung up.
        }
    }

    private void notice(Line line, String seen, boolean answers) {
        if (!answers && line.key == null) {
            watched.keySet().stream().filter(seen::contains).findAny().ifPresent(key -> line.key = key);
        }
        String key = line.key;
        if (key != null && !line.dead) {
            boolean now = switch (Objects.requireNonNull(watched.get(key))) {
                case ASKED -> true;
                case BEFORE_COMMIT -> !answers && seen.contains(REMEMBERS);
                case AFTER_COMMIT -> answers && seen.contains(COMMITTED);
            };
            if (now) {
                line.dead = true;
                dead.add(key);
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
