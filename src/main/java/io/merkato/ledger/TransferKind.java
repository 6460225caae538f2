package io.merkato.ledger;

/** What happened: one order is placed by one transfer, one payment received by one. */
public enum TransferKind {
    ORDER_PLACED,
    ORDER_EDITED,
    ORDER_RETURNED,
    ORDER_CANCELLED,
    PAYMENT_RECEIVED,
    PAYMENT_REFUNDED
}
