package io.merkato.provider;

/** Why a request was not done, in words that are the same for all providers. */
public enum DeclineReason {
    INSUFFICIENT_FUNDS,
    /** The payer's or the merchant's limit at the provider. */
    LIMIT_EXCEEDED,
    CANCELLED_BY_PAYER,
    /** The payer did not answer in time. */
    EXPIRED,
    /** No account at the provider for this phone. */
    PAYER_UNKNOWN,
    /** The payer's PIN, password or card data were wrong. */
    AUTHENTICATION_FAILED,
    ACCOUNT_BLOCKED,
    /** The provider does not do this: the currency, the amount, a refund of this payment. */
    NOT_SUPPORTED,
    /** The merchant's own account: credentials or rights are wrong. Staff has to look. */
    MERCHANT_ACCOUNT,
    /** The provider thinks it a fraud. */
    SUSPECTED_FRAUD,
    OTHER
}
