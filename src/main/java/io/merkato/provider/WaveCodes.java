package io.merkato.provider;

import org.jspecify.annotations.Nullable;

/** What Wave's codes mean, of refused questions and of payments that failed. */
final class WaveCodes {

    private WaveCodes() {}

    static DeclineReason reason(@Nullable String code) {
        return switch (code == null ? "" : code) {
            case "missing-auth-header", "invalid-auth", "api-key-not-provided", "no-matching-api-key" ->
                DeclineReason.MERCHANT_ACCOUNT;
            case "api-key-revoked", "authorization-error" -> DeclineReason.MERCHANT_ACCOUNT;
            case "invalid-wallet", "disabled-wallet", "unauthorized-wallet" -> DeclineReason.MERCHANT_ACCOUNT;
            case "request-validation-error", "checkout-refund-failed" -> DeclineReason.NOT_SUPPORTED;
            case "cross-border-payment-not-allowed", "customer-age-restricted" -> DeclineReason.NOT_SUPPORTED;
            case "insufficient-funds" -> DeclineReason.INSUFFICIENT_FUNDS;
            case "kyb-limits-exceeded" -> DeclineReason.LIMIT_EXCEEDED;
            case "blocked-account" -> DeclineReason.ACCOUNT_BLOCKED;
            case "payer-mobile-mismatch" -> DeclineReason.AUTHENTICATION_FAILED;
            default -> DeclineReason.OTHER;
        };
    }
}
