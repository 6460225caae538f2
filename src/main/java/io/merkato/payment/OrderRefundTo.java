package io.merkato.payment;

/** Where money goes back to. */
public enum OrderRefundTo {
    ORIGINAL,
    STORE_CREDIT,
    MIXED
}
