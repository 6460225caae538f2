package io.merkato.promotion;

/** Why a coupon takes nothing off. */
public enum CouponRefusal {
    /** There is none with this code, or it is switched off. */
    UNKNOWN,
    NOT_STARTED,
    EXPIRED,
    /** The cart is in another currency. */
    CURRENCY,
    MINIMUM_NOT_REACHED,
    /** Nothing in the cart is what it is for, or the store is not. */
    NOT_APPLICABLE,
    USED_UP,
    /** The customer has used it as often as anyone may; or nobody knows who they are. */
    CUSTOMER_LIMIT,
    /** It does not go with one that came before it. */
    NOT_COMBINABLE
}
