package io.merkato.ordering;

/** How far an order is paid. */
public enum PaymentStatus {
    PENDING,
    PARTIALLY_PAID,
    PAID,
    PARTIALLY_REFUNDED,
    REFUNDED,
    VOIDED
}
