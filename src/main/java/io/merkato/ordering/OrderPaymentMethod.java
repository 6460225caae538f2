package io.merkato.ordering;

/** By which way money moved. */
public enum OrderPaymentMethod {
    CASH,
    BANK_TRANSFER,
    CASH_ON_DELIVERY,
    MOBILE_MONEY,
    CARD,
    /** Not by hand, but by whoever keeps the points. */
    LOYALTY_POINTS,
    STORE_CREDIT,
    GIFT_CARD,
    OTHER;

    /** Whether staff, tills and other systems can say that money came in so. */
    public boolean isRecorded() {
        return this != LOYALTY_POINTS && this != STORE_CREDIT && this != GIFT_CARD;
    }
}
