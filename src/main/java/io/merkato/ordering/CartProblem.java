package io.merkato.ordering;

import io.merkato.money.Money;
import io.merkato.promotion.CouponRefusal;
import org.jspecify.annotations.Nullable;

/** Something about a cart that whoever fills it should know before paying. */
public record CartProblem(
        Code code,
        String message,
        @Nullable QuotedLine line,
        @Nullable String couponCode,
        @Nullable CouponRefusal couponRefusal,
        @Nullable Money before,
        @Nullable Money after,
        @Nullable Long available) {

    public enum Code {
        STORE_NOT_OPEN(true),
        CURRENCY_NOT_SOLD(true),
        EMPTY(true),
        UNAVAILABLE(true),
        NO_PRICE(true),
        OUT_OF_STOCK(true),
        PRICE_CHANGED(false),
        COUPON_NOT_APPLIED(false),
        POINTS_NOT_APPLIED(false),
        CONTACT_MISSING(true),
        SHIPPING_ADDRESS_MISSING(true),
        SHIPPING_METHOD_MISSING(true),
        SHIPPING_METHOD_UNAVAILABLE(true);

        private final boolean blocking;

        Code(boolean blocking) {
            this.blocking = blocking;
        }
    }

    static CartProblem of(Code code, String message) {
        return new CartProblem(code, message, null, null, null, null, null, null);
    }

    static CartProblem of(Code code, QuotedLine line, String message) {
        return new CartProblem(code, message, line, null, null, null, null, null);
    }

    static CartProblem of(String couponCode, CouponRefusal why) {
        return new CartProblem(
                Code.COUPON_NOT_APPLIED,
                "The coupon " + couponCode + " takes nothing off: " + words(why) + ".",
                null,
                couponCode,
                why,
                null,
                null,
                null);
    }

    private static String words(CouponRefusal why) {
        return switch (why) {
            case UNKNOWN -> "there is none with this code";
            case NOT_STARTED -> "it is not good yet";
            case EXPIRED -> "it is no longer good";
            case CURRENCY -> "it is for another currency";
            case MINIMUM_NOT_REACHED -> "the goods come to less than it asks for";
            case NOT_APPLICABLE -> "it is not for what is in the cart";
            case USED_UP -> "it was used as often as it may be";
            case CUSTOMER_LIMIT -> "the customer has used it as often as anyone may";
            case NOT_COMBINABLE -> "it does not go with the others";
        };
    }

    public boolean blocking() {
        return code.blocking;
    }
}
