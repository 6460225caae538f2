package io.merkato.payment;

/** What happened to a payment. */
public enum PaymentEventKind {
    AUTHORISED,
    CHARGED,
    CAPTURED,
    REFUNDED,
    VOIDED,
    CHARGED_BACK,
    DENIED,
    REINSTATED,
    FEE,
    PENDING,
    UNKNOWN,
    FAILED
}
