package io.merkato.provider;

import io.merkato.provider.Journal.Entry;
import io.merkato.provider.StandIn.Ask;
import io.merkato.provider.StandIn.Reply;
import io.merkato.provider.StandIn.Told;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Chapa. A {@code tx_ref} is taken once, and so is a refund's {@code reference}. */
@NullUnmarked
final class ChapaBank implements StandIn.Bank {

    static final String SECRET_KEY = "CHASECK_TEST-CANARY-secret-key";
    static final String WEBHOOK_SECRET = "CANARY-webhook-secret";

    private final Journal journal;
    private final Clock clock;
    private final URI notices;
    private final Map<String, Payment> payments = new LinkedHashMap<>();
    private final Map<String, Refund> refunds = new LinkedHashMap<>();

    private static final class Payment {
        private final String reference;
        private final String key;
        private final long amount;
        private String status = "";

        private Payment(String reference, String key, long amount) {
            this.reference = reference;
            this.key = key;
            this.amount = amount;
        }
    }

    private static final class Refund {
        private final String id;
        private final long amount;
        private String status = "initiated";

        private Refund(String id, long amount) {
            this.id = id;
            this.amount = amount;
        }
    }

    ChapaBank(Journal journal, Clock clock, URI notices) {
        this.journal = journal;
        this.clock = clock;
        this.notices = notices;
        journal.replay(entry -> {
            switch (entry.what()) {
                case "opened" ->
                    payments.put(entry.key(), new Payment(entry.reference(), entry.key(), entry.minorUnits()));
                case "paid" -> payments.get(entry.key()).status = "success";
                case "failed" -> payments.get(entry.key()).status = "failed";
                case "ended" -> refunds.get(entry.key()).status = "refunded";
                case "refunded" -> refunds.put(entry.key(), new Refund(entry.reference(), entry.minorUnits()));
                default -> {}
            }
        });
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public Reply answer(Ask ask) {
        if (!("Bearer " + SECRET_KEY).equals(ask.headers().get("authorization"))) {
            return failed(401, "Invalid API Key or User doesn’t exist");
        }
        String path = ask.path();
        if (path.equals("/v1/transaction/initialize")) {
            return open(ask);
        }
        if (path.startsWith("/v1/transaction/verify/")) {
            return verify(path.substring("/v1/transaction/verify/".length()));
        }
        return path.endsWith("/verify")
                ? refunds.values().stream()
                        .filter(refund -> path.equals("/v1/refund/" + refund.id + "/verify"))
                        .findFirst()
                        .map(ChapaBank::json)
                        .orElse(failed(404, "Refund not found"))
                : refund(path.substring("/v1/refund/".length()), ask.form());
    }

    private Reply open(Ask ask) {
        String key = ask.text("tx_ref");
        if (payments.containsKey(key)) {
            return failed(400, "Transaction reference has been used before");
        }
        if (!ask.text("currency").equals("ETB")) {
            return failed(400, "Invalid currency, " + ask.text("currency") + " is not supported");
        }
        if (!ask.text("amount").matches("\\d+\\.\\d{2}")) {
            return Reply.of(
                    400, Map.of("status", "failed", "message", Map.of("amount", new String[] {"validation.required"})));
        }
        long amount = StandIn.minorUnits(ask.text("amount"), 2);
        var entry = new Entry("opened", key, "AP" + (payments.size() + 1), amount);
        journal.write(entry);
        payments.put(key, new Payment(entry.reference(), key, amount));
        return Reply.of(
                200,
                Map.of(
                        "message", "Hosted Link",
                        "status", "success",
                        "data", Map.of("checkout_url", "https://checkout.chapa.co/checkout/payment/" + key)));
    }

    private Reply verify(String key) {
        Payment payment = payments.get(key);
        if (payment == null) {
            return failed(404, "Invalid transaction or Transaction not found");
        }
        if (payment.status.isEmpty()) {
            var open = new LinkedHashMap<String, Object>();
            open.put("message", "Payment not paid yet");
            open.put("status", null);
            open.put("data", null);
            return Reply.of(404, open);
        }
        return Reply.of(200, Map.of("message", "Payment details", "status", "success", "data", json(payment)));
    }

    private Reply refund(String reference, Map<String, String> form) {
        Payment payment = payments.values().stream()
                .filter(one -> one.reference.equals(reference))
                .findFirst()
                .orElse(null);
        if (payment == null || !payment.status.equals("success")) {
            return failed(404, "Transaction not found");
        }
        if (refunds.containsKey(form.get("reference"))) {
            return failed(400, "The reference has already been taken.");
        }
        long amount = StandIn.minorUnits(form.get("amount"), 2);
        if (amount > payment.amount) {
            return failed(400, "Insufficient Balance");
        }
        var entry = new Entry("refunded", form.get("reference"), "RF" + (refunds.size() + 1), amount);
        journal.write(entry);
        refunds.put(entry.key(), new Refund(entry.reference(), amount));
        return json(refunds.get(entry.key()));
    }

    void refundEnds(String key, String status) {
        refunds.get(key).status = status;
    }

    @Override
    public @Nullable Told pay(String key) {
        return visited("/" + key, true);
    }

    @Override
    public @Nullable Told visited(String page, boolean agrees) {
        String key = page.substring(page.lastIndexOf('/') + 1);
        Payment payment = payments.get(key);
        if (payment == null || !payment.status.isEmpty()) {
            return null;
        }
        journal.write(new Entry(agrees ? "paid" : "failed", key, payment.reference, payment.amount));
        return end(key, agrees ? "success" : "failed");
    }

    /** Chapa tells of refunds, and has to be asked what became of them. */
    @Override
    public List<Told> ended() {
        refunds.forEach((key, refund) -> {
            if (refund.status.equals("initiated")) {
                journal.write(new Entry("ended", key, refund.id, refund.amount));
                refund.status = "refunded";
            }
        });
        return refunds.entrySet().stream()
                .skip(Math.max(0, refunds.size() - 20))
                .map(refund -> told(Map.of(
                        "event",
                        "refund.refunded",
                        "ref_id",
                        refund.getValue().id,
                        "merchant_reference",
                        refund.getKey())))
                .toList();
    }

    Told end(String key, String status) {
        Payment payment = payments.get(key);
        payment.status = status;
        var json = json(payment);
        json.put("event", "charge." + status);
        return told(json);
    }

    Told told(Map<String, ?> json) {
        byte[] body = JsonMapper.shared().writeValueAsBytes(json);
        return new Told(
                notices,
                Map.of(
                        "x-chapa-signature", WaveBank.hmac(WEBHOOK_SECRET, "", body),
                        "chapa-signature", WaveBank.hmac(WEBHOOK_SECRET, WEBHOOK_SECRET, new byte[0])),
                body);
    }

    private Map<String, Object> json(Payment payment) {
        var json = new LinkedHashMap<String, Object>();
        json.put("currency", "ETB");
        json.put("amount", new BigDecimal(payment.amount).movePointLeft(2));
        json.put("charge", new BigDecimal("3.5"));
        json.put("mode", "test");
        json.put("type", "API");
        json.put("status", payment.status);
        json.put("reference", payment.reference);
        json.put("tx_ref", payment.key);
        json.put("email", null);
        json.put("updated_at", "2026-11-21T10:05:00.000000Z");
        return json;
    }

    private static Reply json(Refund refund) {
        return Reply.of(
                200,
                Map.of(
                        "status",
                        "success",
                        "message",
                        "Refund " + refund.status,
                        "data",
                        Map.of(
                                "ref_id",
                                refund.id,
                                "amount",
                                new BigDecimal(refund.amount).movePointLeft(2),
                                "currency",
                                "ETB",
                                "status",
                                refund.status)));
    }

    private static Reply failed(int status, String message) {
        return Reply.of(status, Map.of("status", "failed", "message", message));
    }
}
