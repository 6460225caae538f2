package io.merkato.payment;

/** How a payment stands: a function of its figures, which the database computes. */
public enum PaymentState {
    AUTHORISED,
    PARTIALLY_CAPTURED,
    CAPTURED,
    PARTIALLY_REFUNDED,
    REFUNDED,
    VOIDED,
    CHARGED_BACK,
    PENDING,
    FAILED
}
