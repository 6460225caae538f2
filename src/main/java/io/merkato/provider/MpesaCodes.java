package io.merkato.provider;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What M-Pesa's codes mean: result codes of what it tried to do, error codes of what its gateway refused. */
final class MpesaCodes {

    private MpesaCodes() {}

    /** Null where it is not known that nothing was moved. */
    static @Nullable DeclineReason ofPush(String code) {
        return switch (code) {
            case "1" -> DeclineReason.INSUFFICIENT_FUNDS;
            case "2", "3", "4", "8", "17" -> DeclineReason.LIMIT_EXCEEDED;
            case "1032" -> DeclineReason.CANCELLED_BY_PAYER;
            case "1019", "1037" -> DeclineReason.EXPIRED;
            case "2001" -> DeclineReason.AUTHENTICATION_FAILED;
            case "8006" -> DeclineReason.ACCOUNT_BLOCKED;
            case "2028", "SFC_IC0003" -> DeclineReason.MERCHANT_ACCOUNT;
            case "1001", "1025", "9999" -> DeclineReason.OTHER; // the prompt never appeared
            default -> null;
        };
    }

    /** Null where it is not known that nothing was moved. */
    static @Nullable DeclineReason ofPayment(String code) {
        return switch (code) {
            case "1" -> DeclineReason.INSUFFICIENT_FUNDS;
            case "2", "3", "4", "8" -> DeclineReason.LIMIT_EXCEEDED;
            case "2040", "SFC_IC0003" -> DeclineReason.PAYER_UNKNOWN;
            case "11", "21", "2001", "2006", "2028", "8006" -> DeclineReason.MERCHANT_ACCOUNT;
            default -> null;
        };
    }

    /** Null where the code says neither yes nor no. One code of the documents, 500.001.1001, has several meanings, told apart by words. */
    static @Nullable DeclineReason ofRefusal(String code, String message) {
        String words = message.toLowerCase(Locale.ROOT);
        return switch (code) {
            case "500.003.02", "500.003.03" -> DeclineReason.OTHER; // too many at once; none was passed on
            case "500.001.1001" ->
                words.contains("unable to lock subscriber")
                        ? DeclineReason.OTHER
                        : words.contains("merchant does not exist") || words.contains("wrong credentials")
                                ? DeclineReason.MERCHANT_ACCOUNT
                                : null;
            case "400.003.01", "401.003.01", "404.001.03", "404.001.04" -> DeclineReason.MERCHANT_ACCOUNT;
            default -> null;
        };
    }

    /** Whether M-Pesa is well and only says no, or not yet. */
    static boolean isRefusal(String code, String message) {
        return ofRefusal(code, message) != null || isTaken(code, message) || message.contains("being processed");
    }

    /** Whether a payment to a phone was taken before, by its key. By its code alone M-Pesa may as well be out of order. */
    static boolean isTaken(String code, String message) {
        return code.equals("500.002.1001") && message.toLowerCase(Locale.ROOT).contains("duplicate");
    }

    static boolean endedToken(int status, String code) {
        return status == 401 || code.equals("404.001.03") || code.equals("400.003.01") || code.equals("401.003.01");
    }
}
