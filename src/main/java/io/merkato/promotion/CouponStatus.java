package io.merkato.promotion;

/** Whether a coupon may be used at all. */
public enum CouponStatus {
    ACTIVE,
    INACTIVE
}
