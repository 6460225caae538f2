package io.merkato.promotion;

/** What a coupon takes off, in the order in which several of one cart are reckoned. */
public enum CouponKind {
    PERCENTAGE,
    FIXED,
    FREE_SHIPPING
}
