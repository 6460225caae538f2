package io.merkato.ordering;

/** Whether money came in or went back. */
public enum OrderPaymentKind {
    PAYMENT,
    REFUND
}
