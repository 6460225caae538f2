package io.merkato.ledger;

/** What happened: one order is placed by one transfer, one payment received by one. */
public enum TransferKind {
    ORDER_PLACED,
    ORDER_EDITED,
    ORDER_RETURNED,
    ORDER_CANCELLED,
    PAYMENT_RECEIVED,
    PAYMENT_REFUNDED,
    POINTS_EARNED,
    POINTS_MATURED,
    POINTS_REDEEMED,
    POINTS_RETURNED,
    POINTS_CONVERTED,
    POINTS_EXPIRED,
    POINTS_REVERSED,
    POINTS_REPAID,
    POINTS_ADJUSTED,
    POINTS_MERGED,
    POINTS_REFERRED,
    POINTS_REFERRAL_REVERSED,
    STORE_CREDIT_CONVERTED
}
