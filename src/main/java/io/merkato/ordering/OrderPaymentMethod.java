package io.merkato.ordering;

/** By which way money moved that staff record by hand. */
public enum OrderPaymentMethod {
    CASH,
    BANK_TRANSFER,
    CASH_ON_DELIVERY,
    MOBILE_MONEY,
    CARD,
    /** Not by hand, but by whoever keeps the points. */
    LOYALTY_POINTS,
    OTHER
}
