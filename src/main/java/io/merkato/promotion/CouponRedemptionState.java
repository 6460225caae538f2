package io.merkato.promotion;

/** Whether a use counts. */
public enum CouponRedemptionState {
    REDEEMED,
    RELEASED
}
