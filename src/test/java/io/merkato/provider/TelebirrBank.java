package io.merkato.provider;

import io.merkato.provider.Journal.Entry;
import io.merkato.provider.StandIn.Ask;
import io.merkato.provider.StandIn.Reply;
import io.merkato.provider.StandIn.Told;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Telebirr's H5 checkout. An order is there once for its {@code merch_order_id}, a refund once for its {@code refund_request_no}. */
@NullUnmarked
final class TelebirrBank implements StandIn.Bank {

    static final String APP_SECRET = "CANARY-app-secret";
    static final KeyPair MERCHANT = pair();
    static final KeyPair TELEBIRR = pair();

    private final Journal journal;
    private final Clock clock;
    private final Map<String, Order> orders = new LinkedHashMap<>();
    private final Map<String, Long> refunds = new LinkedHashMap<>();
    private String token = "";
    private int tokens;
    private boolean opensAgain = true;
    private String refundsAre = "REFUND_SUCCESS";

    private static final class Order {
        private final long amount;
        private final String notices;
        private String status = "WAIT_PAY";

        private Order(long amount, String notices) {
            this.amount = amount;
            this.notices = notices;
        }
    }

    TelebirrBank(Journal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
        journal.replay(entry -> {
            switch (entry.what()) {
                case "opened" -> orders.put(entry.key(), new Order(entry.minorUnits(), entry.reference()));
                case "paid" -> orders.get(entry.key()).status = "PAY_SUCCESS";
                case "refunded" -> {
                    orders.get(entry.reference()).status = "REFUND_SUCCESS";
                    refunds.put(entry.key(), entry.minorUnits());
                }
                default -> {}
            }
        });
    }

    @Override
    public Journal journal() {
        return journal;
    }

    /** The documents do not say what becomes of an order that is placed twice. */
    void refusesOrdersPlacedTwice() {
        opensAgain = false;
    }

    void refundsAre(String status) {
        refundsAre = status;
    }

    void endTokens() {
        token = "";
    }

    int tokens() {
        return tokens;
    }

    void end(String order, String status) {
        orders.get(order).status = status;
    }

    @Override
    public Reply answer(Ask ask) {
        if (!"fabric-app".equals(ask.headers().get("x-app-key"))) {
            return new Reply(401, "{}");
        }
        String path = ask.path().replaceFirst("^/apiaccess/payment/gateway/payment/v1/", "");
        if (path.equals("token")) {
            if (!ask.text("appSecret").equals(APP_SECRET)) {
                return Reply.of(405, Map.of("errorCode", "60100001", "errorMsg", "appSecret is wrong"));
            }
            token = "Bearer CANARY-token-" + ++tokens;
            return Reply.of(
                    200, Map.of("effectiveDate", "20261121130000", "expirationDate", "20261121140000", "token", token));
        }
        if (token.isEmpty() || !token.equals(ask.headers().get("authorization"))) {
            return new Reply(401, "{}");
        }
        var content = new TreeMap<String, String>();
        ask.json()
                .path("biz_content")
                .properties()
                .forEach(field -> content.put(field.getKey(), field.getValue().asString()));
        var signed = new TreeMap<>(content);
        for (String name : new String[] {"timestamp", "nonce_str", "method", "version"}) {
            signed.put(name, ask.text(name));
        }
        if (!verified(text(signed), ask.text("sign"))) {
            return failed("60200001", "verify sign failed");
        }
        return switch (path + " " + ask.text("method")) {
            case "merchant/preOrder payment.preorder" -> open(content);
            case "merchant/queryOrder payment.queryorder" -> query(content.get("merch_order_id"));
            case "merchant/refund payment.refund" -> refund(content);
            default -> new Reply(404, "{}");
        };
    }

    private Reply open(Map<String, String> content) {
        String key = content.get("merch_order_id");
        if (!key.matches("[A-Za-z0-9_]{1,64}") || !content.get("total_amount").matches("\\d+\\.\\d{2}")) {
            return Reply.of(405, Map.of("errorCode", "60200003", "errorMsg", "total_amount is wrong"));
        }
        Order order = orders.get(key);
        if (order != null && (!opensAgain || !order.status.equals("WAIT_PAY"))) {
            return failed("60200099", "The order is there.");
        }
        if (order == null) {
            long amount = StandIn.minorUnits(content.get("total_amount"), 2);
            journal.write(new Entry("opened", key, content.get("notify_url"), amount));
            orders.put(key, new Order(amount, content.get("notify_url")));
        }
        return succeeded(Map.of("merch_order_id", key, "prepay_id", "prepaid-" + key));
    }

    private Reply query(String key) {
        Order order = orders.get(key);
        if (order == null) {
            return failed("60320001", "The order does not exist.");
        }
        var content = new LinkedHashMap<String, Object>();
        content.put("merch_order_id", key);
        content.put("order_status", order.status);
        content.put("payment_order_id", "0080" + key);
        content.put("trans_time", "2026-11-21 13:05:00");
        content.put("trans_currency", "ETB");
        content.put("total_amount", decimal(order.amount));
        return succeeded(content);
    }

    private Reply refund(Map<String, String> content) {
        if (refundsAre.equals("BUSY")) {
            return failed("60320099", "System busy.");
        }
        String key = content.get("refund_request_no");
        Order order = orders.get(content.get("merch_order_id"));
        if (order == null || order.status.equals("WAIT_PAY")) {
            return failed("60320021", "The original order status has not been completed.");
        }
        String status = refundsAre;
        long amount = StandIn.minorUnits(content.get("actual_amount"), 2);
        if (refunds.containsKey(key)) {
            status = "REFUND_DUPLICATED";
        } else if (!status.equals("REFUND_FAILED")) {
            journal.write(new Entry("refunded", key, content.get("merch_order_id"), amount));
            refunds.put(key, amount);
            order.status = status;
        }
        return succeeded(Map.of(
                "refund_order_id",
                "0090" + key,
                "refund_amount",
                decimal(amount),
                "refund_currency",
                "ETB",
                "refund_status",
                status));
    }

    @Override
    public @Nullable Told pay(String key) {
        Order order = orders.get(key);
        if (order == null || !order.status.equals("WAIT_PAY")) {
            return null;
        }
        journal.write(new Entry("paid", key, "0080" + key, order.amount));
        order.status = "PAY_SUCCESS";
        return told(key, "Completed");
    }

    Told told(String key, String status) {
        Order order = orders.get(key);
        var fields = new LinkedHashMap<String, String>();
        fields.put("notify_url", order.notices);
        fields.put("appid", "merchant-app");
        fields.put("notify_time", Long.toString(clock.millis()));
        fields.put("merch_code", "245445");
        fields.put("merch_order_id", key);
        fields.put("payment_order_id", "0080" + key);
        fields.put("total_amount", decimal(order.amount));
        fields.put("trans_currency", "ETB");
        fields.put("trade_status", status);
        fields.put("trans_end_time", "1795255500000");
        fields.put("callback_info", "");
        return told(order.notices, fields);
    }

    static Told told(String url, Map<String, String> fields) {
        var signed = new TreeMap<>(fields);
        signed.values().removeIf(String::isEmpty);
        var all = new LinkedHashMap<>(fields);
        all.put("sign", sign(text(signed)));
        all.put("sign_type", "SHA256WithRSA");
        return new Told(URI.create(url), Map.of(), JsonMapper.shared().writeValueAsBytes(all));
    }

    private static String decimal(long santim) {
        return santim / 100 + "." + String.format("%02d", santim % 100);
    }

    private static Reply succeeded(Map<String, ?> content) {
        return Reply.of(200, Map.of("result", "SUCCESS", "code", "0", "msg", "success", "biz_content", content));
    }

    private static Reply failed(String code, String message) {
        return Reply.of(200, Map.of("result", "FAIL", "code", code, "msg", message, "errorCode", code));
    }

    private static String text(Map<String, String> fields) {
        var text = new StringBuilder();
        fields.forEach((name, value) ->
                text.append(text.isEmpty() ? "" : "&").append(name).append('=').append(value));
        return text.toString();
    }

    private static Signature pss() throws GeneralSecurityException {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        return signature;
    }

    private static String sign(String text) {
        try {
            Signature signature = pss();
            signature.initSign(TELEBIRR.getPrivate());
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean verified(String text, String sign) {
        try {
            Signature signature = pss();
            signature.initVerify(MERCHANT.getPublic());
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return signature.verify(Base64.getDecoder().decode(sign));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    static String pem(String kind, byte[] key) {
        return "-----BEGIN " + kind + " KEY-----\n" + Base64.getMimeEncoder().encodeToString(key) + "\n-----END " + kind
                + " KEY-----\n";
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
