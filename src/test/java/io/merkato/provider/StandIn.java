package io.merkato.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Serves what stands in for a provider on the loopback, and does with its answers whatever it is told to. */
@NullUnmarked
final class StandIn implements AutoCloseable {

    private static final int TOO_LONG = 300 * 1024;

    private final HttpServer server;
    private final Bank bank;
    private final List<Planned> planned = new ArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** What goes wrong with an answer: before anything is done, or after. */
    enum Fault {
        ERROR_BEFORE,
        CUT_BEFORE,
        ERROR_AFTER,
        CUT_AFTER,
        MALFORMED_AFTER,
        DOUBLED_AFTER,
        OVERSIZED_AFTER,
        SILENT_AFTER,
        SLOW_AFTER
    }

    /** A provider, as its documents say that it behaves. Called by one thread at a time. */
    interface Bank {
        Reply answer(Ask ask);

        /** The payer agrees to all that is open under the key and can be reached from what was told; what the provider tells of it. */
        @Nullable
        Told pay(String key);

        /** The payer who opened this page agrees, or does not; null where nobody is asked there any longer. */
        default @Nullable Told visited(String page, boolean agrees) {
            return null;
        }

        /** What was begun and takes days is done now; that and what was done lately is told. */
        default List<Told> ended() {
            return List.of();
        }

        Journal journal();
    }

    record Ask(String method, String path, Map<String, String> headers, byte[] content) {

        JsonNode json() {
            return JsonMapper.shared().readTree(content);
        }

        String text(String name) {
            return json().path(name).asString("");
        }

        Map<String, String> form() {
            return pairs(new String(content, StandardCharsets.UTF_8));
        }

        Map<String, String> query() {
            return path.contains("?") ? pairs(path.substring(path.indexOf('?') + 1)) : Map.of();
        }

        private static Map<String, String> pairs(String text) {
            var pairs = new HashMap<String, String>();
            for (String pair : text.split("&")) {
                String[] parts = pair.split("=", 2);
                pairs.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
            return pairs;
        }
    }

    record Reply(int status, String body) {

        static Reply of(int status, Map<String, ?> json) {
            return new Reply(status, JsonMapper.shared().writeValueAsString(json));
        }
    }

    /** @param url where it is sent */
    record Told(URI url, Map<String, String> headers, byte[] body) {

        RawNotice raw(ProviderAccount account, Instant receivedAt) {
            String start = account.noticeUrl() + "/";
            String tail = url.toString().startsWith(start) ? url.toString().substring(start.length()) : null;
            return new RawNotice(headers, body, receivedAt, tail);
        }

        Told saying(String other) {
            return new Told(url, headers, other.getBytes(StandardCharsets.UTF_8));
        }

        Told with(Map<String, String> other) {
            return new Told(url, other, body);
        }
    }

    private record Planned(String path, Fault fault) {}

    StandIn(Bank bank, int port) throws IOException {
        this.bank = bank;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The next question whose path ends so. */
    synchronized void plan(String pathEnd, Fault fault) {
        planned.add(new Planned(pathEnd, fault));
    }

    synchronized void planNothing() {
        planned.clear();
    }

    List<String> asked() {
        return List.copyOf(asked);
    }

    long asked(String pathEnd) {
        return asked.stream().filter(path -> path.endsWith(pathEnd)).count();
    }

    private synchronized @Nullable Fault fault(String path) {
        for (Planned plan : planned) {
            if (path.endsWith(plan.path())) {
                planned.remove(plan);
                return plan.fault();
            }
        }
        return null;
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        asked.add(path);
        var headers = new LinkedHashMap<String, String>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        var ask = new Ask(
                exchange.getRequestMethod(),
                path,
                headers,
                exchange.getRequestBody().readAllBytes());
        Fault fault = fault(path);
        if (fault == Fault.CUT_BEFORE) {
            exchange.close();
            return;
        }
        Reply reply = fault == Fault.ERROR_BEFORE ? new Reply(500, "{}") : answer(ask);
        switch (fault) {
            case null -> send(exchange, reply.status(), reply.body());
            case ERROR_BEFORE, ERROR_AFTER -> send(exchange, 500, "{\"message\":\"Something went wrong\"}");
            case CUT_BEFORE, CUT_AFTER -> exchange.close();
            case MALFORMED_AFTER -> send(exchange, reply.status(), "{\"id\":\"cos");
            case DOUBLED_AFTER -> send(exchange, reply.status(), reply.body() + reply.body());
            case OVERSIZED_AFTER -> send(exchange, reply.status(), " ".repeat(TOO_LONG) + reply.body());
            case SILENT_AFTER -> await(exchange);
            case SLOW_AFTER -> {
                exchange.sendResponseHeaders(reply.status(), 0);
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
                await(exchange);
            }
        }
    }

    private Reply answer(Ask ask) {
        synchronized (bank) {
            return bank.answer(ask);
        }
    }

    private void await(HttpExchange exchange) {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Of an amount as it was written, in the currency's smallest units. */
    static long minorUnits(String amount, int decimals) {
        return new BigDecimal(amount).movePointRight(decimals).longValueExact();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
