package io.merkato.ledger;

/** What happened, of which each has one transfer. */
public enum TransferKind {
    ORDER_PLACED,
    ORDER_EDITED,
    ORDER_RETURNED,
    ORDER_CANCELLED,
    PAYMENT_RECEIVED,
    PAYMENT_REFUNDED
}
