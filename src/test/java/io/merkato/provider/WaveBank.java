package io.merkato.provider;

import io.merkato.provider.Journal.Entry;
import io.merkato.provider.StandIn.Ask;
import io.merkato.provider.StandIn.Reply;
import io.merkato.provider.StandIn.Told;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Wave's checkout. It does not count on {@code Idempotency-Key}, which the documents say of payouts only: each POST opens a session. */
@NullUnmarked
final class WaveBank implements StandIn.Bank {

    static final String API_KEY = "wave_sn_prod_CANARY-api-key";
    static final String SECRET = "wave_sn_WHS_CANARY-webhook-secret";

    private final Journal journal;
    private final Clock clock;
    private final URI notices;
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private boolean tellsRefunds = true;

    private static final class Session {
        private final String id;
        private final String key;
        private final long amount;
        private String checkout = "open";
        private String payment = "processing";
        private @Nullable String error;
        private boolean refunded;

        private Session(String id, String key, long amount) {
            this.id = id;
            this.key = key;
            this.amount = amount;
        }
    }

    WaveBank(Journal journal, Clock clock, URI notices) {
        this.journal = journal;
        this.clock = clock;
        this.notices = notices;
        journal.replay(entry -> {
            switch (entry.what()) {
                case "opened" ->
                    sessions.put(entry.reference(), new Session(entry.reference(), entry.key(), entry.minorUnits()));
                case "paid" -> paid(sessions.get(entry.reference()));
                case "failed" -> failed(sessions.get(entry.reference()));
                case "refunded" -> sessions.get(entry.reference()).refunded = true;
                default -> {}
            }
        });
    }

    /** The member is in no document that could be read. */
    void tellsNoRefunds() {
        tellsRefunds = false;
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public Reply answer(Ask ask) {
        if (!("Bearer " + API_KEY).equals(ask.headers().get("authorization"))) {
            return error(
                    401,
                    "no-matching-api-key",
                    "The key you provided, " + ask.headers().get("authorization") + ", does not exist.");
        }
        String path = ask.path();
        if (path.equals("/v1/checkout/sessions") && ask.method().equals("POST")) {
            return open(ask);
        }
        if (path.startsWith("/v1/checkout/sessions/search?")) {
            String key = ask.query().get("client_reference");
            return Reply.of(
                    200,
                    Map.of(
                            "result",
                            sessions.values().stream()
                                    .filter(session -> session.key.equals(key))
                                    .map(this::json)
                                    .toList()));
        }
        String[] parts = path.split("/");
        Session session = parts.length > 4 ? sessions.get(parts[4]) : null;
        if (session == null) {
            return error(404, "checkout-session-not-found", "The session was not found.");
        }
        return parts.length == 6 && parts[5].equals("refund") ? refund(session) : Reply.of(200, json(session));
    }

    private Reply open(Ask ask) {
        if (!ask.text("amount").matches("[1-9]\\d*")
                || !ask.text("currency").equals("XOF")
                || !ask.text("success_url").startsWith("https://")
                || !ask.text("error_url").startsWith("https://")) {
            return error(422, "request-validation-error", "Your request does not match.");
        }
        long amount = StandIn.minorUnits(ask.text("amount"), 0);
        var entry = new Entry("opened", ask.text("client_reference"), "cos-" + (sessions.size() + 1), amount);
        journal.write(entry);
        sessions.put(entry.reference(), new Session(entry.reference(), entry.key(), amount));
        return Reply.of(200, json(sessions.get(entry.reference())));
    }

    private Reply refund(Session session) {
        if (!session.payment.equals("succeeded")) {
            return error(400, "checkout-refund-failed", "The payment has not succeeded.");
        }
        if (!session.refunded) {
            journal.write(new Entry("refunded", session.key, session.id, session.amount));
            session.refunded = true;
        }
        return new Reply(200, "");
    }

    /** The payer has the address of the last session only. */
    @Override
    public @Nullable Told pay(String key) {
        return visited(last(key), true);
    }

    @Override
    public @Nullable Told visited(String page, boolean agrees) {
        return visited(sessions.get(page.substring(page.lastIndexOf('/') + 1)), agrees);
    }

    private @Nullable Told visited(@Nullable Session session, boolean agrees) {
        if (session == null || !session.checkout.equals("open")) {
            return null;
        }
        journal.write(new Entry(agrees ? "paid" : "failed", session.key, session.id, session.amount));
        if (agrees) {
            paid(session);
        } else {
            failed(session);
        }
        return told("checkout.session." + (agrees ? "completed" : "payment_failed"), session, clock.instant());
    }

    Told fail(String key, String code) {
        Session session = last(key);
        session.error = code;
        return told("checkout.session.payment_failed", session, clock.instant());
    }

    void end(String key, String checkout, String payment) {
        last(key).checkout = checkout;
        last(key).payment = payment;
    }

    private @Nullable Session last(String key) {
        return sessions.values().stream()
                .filter(session -> session.key.equals(key))
                .reduce((first, second) -> second)
                .orElse(null);
    }

    private static void failed(Session session) {
        session.checkout = "complete";
        session.payment = "cancelled";
        session.error = "insufficient-funds";
    }

    private static void paid(Session session) {
        session.checkout = "complete";
        session.payment = "succeeded";
    }

    private Told told(String type, Session session, Instant at) {
        byte[] body = JsonMapper.shared()
                .writeValueAsBytes(
                        Map.of("id", "EV_" + session.id + type.length(), "type", type, "data", json(session)));
        return new Told(notices, Map.of("wave-signature", signature(at, SECRET, body)), body);
    }

    static String signature(Instant at, String secret, byte[] body) {
        return "t=" + at.getEpochSecond() + ",v1=" + hmac(secret, Long.toString(at.getEpochSecond()), body);
    }

    static String hmac(String secret, String before, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(before.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private Map<String, Object> json(Session session) {
        var json = new LinkedHashMap<String, Object>();
        json.put("id", session.id);
        json.put("amount", Long.toString(session.amount));
        json.put("currency", "XOF");
        json.put("checkout_status", session.checkout);
        json.put("payment_status", session.payment);
        json.put("client_reference", session.key);
        json.put("wave_launch_url", "https://pay.wave.com/c/" + session.id);
        json.put("when_created", "2026-11-21T10:00:00Z");
        json.put("when_expires", "2026-11-21T10:30:00Z");
        json.put("when_completed", session.checkout.equals("complete") ? "2026-11-21T10:05:00Z" : null);
        json.put("when_refunded", session.refunded && tellsRefunds ? "2026-11-21T11:00:00Z" : null);
        json.put(
                "last_payment_error",
                session.error == null ? null : Map.of("code", session.error, "message", "It failed."));
        return json;
    }

    private static Reply error(int status, String code, String message) {
        return Reply.of(status, Map.of("code", code, "message", message, "details", List.of()));
    }
}
