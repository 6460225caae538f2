package io.merkato.provider;

import io.merkato.money.Money;
import io.merkato.provider.Outcome.Done;
import io.merkato.provider.Outcome.Unknown;
import io.merkato.provider.ProviderNotice.About;
import io.merkato.provider.ProviderRequest.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * M-Pesa signs nothing. So each request gives it an address of its own, which ends in the request's key and a code that only a key of ours makes:
 * who knows it was told by us. Of a push that is a hint only, as M-Pesa can be asked. What became of a payment to a phone it tells in no other way than to
 * such an address, so there it counts.
 */
final class MpesaNotices {

    private static final int KEY = 32;
    private static final int CODE = 32;

    private MpesaNotices() {}

    enum Purpose {
        PUSH,
        RESULT,
        /** The answer to {@code TransactionStatusQuery}, whose failure says nothing of what was asked about. */
        STATUS,
        TIMEOUT
    }

    static String address(ProviderAccount account, ProviderRequest request, Purpose purpose) {
        return account.noticeUrl() + "/" + request.key()
                + code(account, NoticeKeys.key(account.secrets()), request.key(), purpose);
    }

    private static String code(ProviderAccount account, String by, String key, Purpose purpose) {
        byte[] content = (account.id() + ' ' + purpose + ' ' + key).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(Signatures.hmac(by, content)).substring(0, CODE);
    }

    static ProviderNotice read(ProviderAccount account, RawNotice notice) throws ForgedNotice, UnreadableNotice {
        String tail = notice.tail() == null ? "" : notice.tail();
        String key = tail.length() == KEY + CODE ? tail.substring(0, KEY) : "";
        Purpose purpose = purpose(account, key, tail);
        ProviderJson json = ProviderJson.read(notice.body());
        if (json == null) {
            throw new UnreadableNotice("M-Pesa's notice is no JSON object.");
        }
        return switch (purpose) {
            case PUSH -> push(key, json.at("Body").at("stkCallback"), notice);
            case RESULT -> payment(account, key, json.at("Result"), notice);
            case STATUS -> status(key, json.at("Result"), notice);
            case TIMEOUT -> hint(Kind.REFUND, "timeout/" + key, key, null, notice);
        };
    }

    private static Purpose purpose(ProviderAccount account, String key, String tail) throws ForgedNotice {
        if (!key.isEmpty()
                && !account.secrets().getOrDefault("consumerSecret", "").isBlank()) {
            byte[] told = tail.substring(KEY).getBytes(StandardCharsets.UTF_8);
            for (String by : NoticeKeys.keys(account.secrets())) {
                for (Purpose purpose : Purpose.values()) {
                    if (MessageDigest.isEqual(code(account, by, key, purpose).getBytes(StandardCharsets.UTF_8), told)) {
                        return purpose;
                    }
                }
            }
        }
        throw new ForgedNotice("Its address is none that M-Pesa was given.");
    }

    private static ProviderNotice push(String key, ProviderJson callback, RawNotice notice) throws UnreadableNotice {
        String reference = callback.text("CheckoutRequestID");
        if (reference == null) {
            throw new UnreadableNotice("M-Pesa does not say what it tells of.");
        }
        String id = "push/" + reference + "/" + callback.text("ResultCode", "");
        return hint(Kind.CHARGE, id, key, reference, notice);
    }

    private static ProviderNotice hint(Kind kind, String id, String key, @Nullable String reference, RawNotice notice) {
        About about = kind == Kind.REFUND ? About.REFUND : About.PAYMENT;
        var hint = new Unknown("M-Pesa signs nothing and has to be asked.");
        return new ProviderNotice(id, about, key, reference, hint, notice.receivedAt());
    }

    private static ProviderNotice payment(ProviderAccount account, String key, ProviderJson result, RawNotice notice)
            throws UnreadableNotice {
        String code = result.text("ResultCode");
        if (code == null) {
            throw new UnreadableNotice("M-Pesa does not say what became of it.");
        }
        DeclineReason reason = MpesaCodes.ofPayment(code);
        Outcome outcome;
        if (code.equals("0")) {
            Money amount = parameters(result).money("TransactionAmount", Mpesa.KES);
            outcome = amount == null ? Outcomes.unreadable() : new Done(key, amount, null, notice.receivedAt());
        } else {
            outcome = reason == null
                    ? new Unknown("M-Pesa answered with the code " + code + ".")
                    : Outcomes.declined(account, reason, code, result.text("ResultDesc"));
        }
        String id = "result/" + key + "/" + code;
        return new ProviderNotice(id, About.REFUND, key, key, outcome, notice.receivedAt());
    }

    private static ProviderNotice status(String key, ProviderJson result, RawNotice notice) {
        ProviderJson told = parameters(result);
        String status = told.text("TransactionStatus", "");
        Money amount = told.money("Amount", Mpesa.KES);
        Outcome outcome = result.text("ResultCode", "").equals("0") && status.equals("Completed") && amount != null
                ? new Done(key, amount, null, finalised(told, notice.receivedAt()))
                : new Unknown("M-Pesa does not say that it is done.");
        String id = "status/" + key + "/" + result.text("ConversationID", "") + "/" + status;
        return new ProviderNotice(id, About.REFUND, key, key, outcome, notice.receivedAt(), true);
    }

    /** A list of keys and values, as an object. */
    private static ProviderJson parameters(ProviderJson result) {
        var parameters = new TreeMap<String, Object>();
        for (ProviderJson parameter : result.at("ResultParameters").list("ResultParameter")) {
            String name = parameter.text("Key");
            String value = parameter.text("Value");
            if (name != null && value != null) {
                parameters.putIfAbsent(name, value);
            }
        }
        return ProviderJson.of(parameters);
    }

    private static Instant finalised(ProviderJson told, Instant otherwise) {
        try {
            return LocalDateTime.parse(told.text("FinalisedTime", ""), Mpesa.COMPACT)
                    .atZone(Mpesa.NAIROBI)
                    .toInstant();
        } catch (DateTimeException e) {
            return otherwise;
        }
    }
}
