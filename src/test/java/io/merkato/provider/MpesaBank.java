package io.merkato.provider;

import io.merkato.provider.Journal.Entry;
import io.merkato.provider.StandIn.Ask;
import io.merkato.provider.StandIn.Reply;
import io.merkato.provider.StandIn.Told;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Safaricom's Daraja. Each push makes the phone ask, however often the same was pushed; a payment to a phone is done once for its conversation. */
@NullUnmarked
final class MpesaBank implements StandIn.Bank {

    static final String CONSUMER_KEY = "CANARY-consumer-key";
    static final String CONSUMER_SECRET = "CANARY-consumer-secret";
    static final String PASSKEY = "CANARY-passkey";
    static final String CREDENTIAL = "CANARY-security-credential";

    private final Journal journal;
    private final Map<String, Push> pushes = new LinkedHashMap<>();
    private final Map<String, Payment> payments = new LinkedHashMap<>();
    private String token = "";
    private int tokens;
    private String result = "0";
    private @Nullable Reply next;

    private static final class Push {
        private final String id;
        private final long amount;
        private final String callback;
        private @Nullable String result;

        private Push(String id, long amount, String callback) {
            this.id = id;
            this.amount = amount;
            this.callback = callback;
        }
    }

    private record Payment(String key, long amount, String result, String resultUrl) {}

    MpesaBank(Journal journal) {
        this.journal = journal;
        journal.replay(entry -> {
            switch (entry.what()) {
                case "opened" ->
                    pushes.put(entry.reference(), new Push(entry.reference(), entry.minorUnits(), entry.key()));
                case "paid" -> pushes.get(entry.reference()).result = "0";
                case "refunded" ->
                    payments.put(entry.key(), new Payment(entry.key(), entry.minorUnits(), "0", entry.reference()));
                default -> {}
            }
        });
    }

    @Override
    public Journal journal() {
        return journal;
    }

    /** What the next payments to phones come to. */
    void paymentsEnd(String code) {
        result = code;
    }

    void answersNext(int status, String code, String message) {
        next = error(status, code, message);
    }

    void endTokens() {
        token = "";
    }

    int tokens() {
        return tokens;
    }

    @Override
    public Reply answer(Ask ask) {
        if (ask.path().equals("/oauth/v1/generate?grant_type=client_credentials")) {
            return token(ask);
        }
        if (token.isEmpty() || !("Bearer " + token).equals(ask.headers().get("authorization"))) {
            return error(404, "404.001.03", "Invalid Access Token");
        }
        if (next != null) {
            Reply reply = next;
            next = null;
            return reply;
        }
        return switch (ask.path()) {
            case "/mpesa/stkpush/v1/processrequest" -> push(ask);
            case "/mpesa/stkpushquery/v1/query" -> query(ask);
            case "/mpesa/b2c/v3/paymentrequest" -> pay(ask);
            case "/mpesa/transactionstatus/v1/query" -> accepted("status-" + ask.text("OriginalConversationID"));
            default -> error(404, "404.001.01", "Resource not found");
        };
    }

    private Reply token(Ask ask) {
        String basic = Base64.getEncoder()
                .encodeToString((CONSUMER_KEY + ":" + CONSUMER_SECRET).getBytes(StandardCharsets.UTF_8));
        if (!("Basic " + basic).equals(ask.headers().get("authorization"))) {
            return error(400, "400.008.01", "Invalid Authentication passed");
        }
        token = "CANARY-token-" + ++tokens;
        return Reply.of(200, Map.of("access_token", token, "expires_in", "3599"));
    }

    private Reply push(Ask ask) {
        if (!signedIn(ask)) {
            return error(500, "500.001.1001", "Wrong credentials");
        }
        if (!ask.text("Amount").matches("[1-9]\\d*")
                || !ask.text("PhoneNumber").matches("254\\d{9}")
                || !ask.text("AccountReference").matches("[A-Za-z0-9]{1,12}")
                || ask.text("TransactionDesc").length() > 13
                || !ask.text("TransactionType").equals("CustomerPayBillOnline")) {
            return error(400, "400.002.02", "Bad Request - Invalid Amount");
        }
        String id = "ws_CO_" + (pushes.size() + 1);
        long amount = StandIn.minorUnits(ask.text("Amount"), 2);
        journal.write(new Entry("opened", ask.text("CallBackURL"), id, amount));
        pushes.put(id, new Push(id, amount, ask.text("CallBackURL")));
        return Reply.of(
                200,
                Map.of(
                        "MerchantRequestID", "29115-" + pushes.size(),
                        "CheckoutRequestID", id,
                        "ResponseCode", "0",
                        "ResponseDescription", "Success. Request accepted for processing",
                        "CustomerMessage", "Success. Request accepted for processing"));
    }

    private static boolean signedIn(Ask ask) {
        String password = ask.text("BusinessShortCode") + PASSKEY + ask.text("Timestamp");
        return ask.text("Timestamp").matches("20\\d{12}")
                && ask.text("Password")
                        .equals(Base64.getEncoder().encodeToString(password.getBytes(StandardCharsets.UTF_8)));
    }

    private Reply query(Ask ask) {
        Push push = pushes.get(ask.text("CheckoutRequestID"));
        if (push == null || !signedIn(ask)) {
            return error(400, "400.002.02", "Bad Request - Invalid CheckoutRequestID");
        }
        return push.result == null
                ? error(500, "500.001.1001", "The transaction is being processed")
                : Reply.of(
                        200,
                        Map.of(
                                "ResponseCode",
                                "0",
                                "MerchantRequestID",
                                "29115-1",
                                "CheckoutRequestID",
                                push.id,
                                "ResultCode",
                                push.result,
                                "ResultDesc",
                                "It came to " + push.result));
    }

    private Reply pay(Ask ask) {
        String key = ask.text("OriginatorConversationID");
        if (payments.containsKey(key)) {
            return error(500, "500.002.1001", "Duplicate OriginatorConversationID.");
        }
        if (!ask.text("SecurityCredential").equals(CREDENTIAL)
                || !ask.text("PartyB").matches("254\\d{9}")
                || !ask.text("Amount").matches("[1-9]\\d*")
                || !ask.text("ResultURL").startsWith("https://")) {
            return error(400, "400.002.02", "Bad Request - Invalid PartyB");
        }
        var payment = new Payment(key, StandIn.minorUnits(ask.text("Amount"), 2), result, ask.text("ResultURL"));
        if (result.equals("0")) {
            journal.write(new Entry("refunded", key, payment.resultUrl(), payment.amount()));
        }
        payments.put(key, payment);
        return accepted(key);
    }

    private static Reply accepted(String conversation) {
        return Reply.of(
                200,
                Map.of(
                        "ConversationID",
                        "AG_20261121_" + conversation,
                        "OriginatorConversationID",
                        conversation,
                        "ResponseCode",
                        "0",
                        "ResponseDescription",
                        "Accept the service request successfully."));
    }

    /** The payer agrees each time the phone asks. */
    @Override
    public @Nullable Told pay(String key) {
        Told told = null;
        for (Push push : pushes.values()) {
            if (push.callback.contains(key) && push.result == null) {
                journal.write(new Entry("paid", key, push.id, push.amount));
                told = end(push, "0");
            }
        }
        return told;
    }

    Told refuse(String key, String code) {
        return end(
                pushes.values().stream()
                        .filter(push -> push.callback.contains(key))
                        .findFirst()
                        .orElseThrow(),
                code);
    }

    private static Told end(Push push, String code) {
        push.result = code;
        var callback = new LinkedHashMap<String, Object>();
        callback.put("MerchantRequestID", "29115-1");
        callback.put("CheckoutRequestID", push.id);
        callback.put("ResultCode", code.matches("\\d+") ? Integer.valueOf(code) : code);
        callback.put("ResultDesc", "It came to " + code);
        if (code.equals("0")) {
            callback.put(
                    "CallbackMetadata",
                    Map.of(
                            "Item",
                            List.of(
                                    Map.of("Name", "Amount", "Value", push.amount / 100),
                                    Map.of("Name", "MpesaReceiptNumber", "Value", "NLJ7RT61SV"))));
        }
        return told(push.callback, Map.of("Body", Map.of("stkCallback", callback)));
    }

    /** What Safaricom tells of a payment to a phone, at the end. */
    Told result(String key) {
        Payment payment = payments.get(key);
        var result = new LinkedHashMap<String, Object>();
        result.put("ResultType", 0);
        result.put("ResultCode", payment.result().equals("0") ? 0 : payment.result());
        result.put("ResultDesc", "It came to " + payment.result());
        result.put("OriginatorConversationID", key);
        if (payment.result().equals("0")) {
            result.put(
                    "ResultParameters",
                    parameters(
                            Map.of("TransactionReceipt", "SG632NMUAB"),
                            Map.of("TransactionAmount", payment.amount() / 100)));
        }
        return told(payment.resultUrl(), Map.of("Result", result));
    }

    /** The answer to a question for the status, at the address that was given with it. */
    static Told status(String url, String status, long shillings) {
        var result = Map.of(
                "ResultCode",
                0,
                "ConversationID",
                "AG_1",
                "ResultParameters",
                parameters(
                        Map.of("TransactionStatus", status),
                        Map.of("Amount", shillings, "FinalisedTime", "20261121130500")));
        return told(url, Map.of("Result", result));
    }

    @SafeVarargs
    private static Map<String, Object> parameters(Map<String, ?>... all) {
        var list = new ArrayList<Map<String, ?>>();
        for (Map<String, ?> some : all) {
            some.forEach((name, value) -> list.add(Map.of("Key", name, "Value", value)));
        }
        return Map.of("ResultParameter", list);
    }

    private static Told told(String url, Map<String, ?> json) {
        return new Told(URI.create(url), Map.of(), JsonMapper.shared().writeValueAsBytes(json));
    }

    private static Reply error(int status, String code, String message) {
        return Reply.of(status, Map.of("requestId", "1c5b-4ba8", "errorCode", code, "errorMessage", message));
    }
}
