package io.merkato.promotion;

import static io.merkato.api.UserErrorCode.CONFLICT;
import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;
import static io.merkato.api.UserErrorCode.TAKEN;
import static java.util.Map.entry;

import io.merkato.api.ConstraintRefusals;
import io.merkato.api.Refusal;
import io.merkato.api.UserErrorCode;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The words for what the database refuses of coupons. */
@Component
class PromotionRefusals implements ConstraintRefusals {

    @Override
    public Map<String, Refusal> byConstraint() {
        return Map.ofEntries(
                of("coupon_code_key", TAKEN, "Another coupon has this code.", "code"),
                of(
                        "coupon_code_check",
                        INVALID,
                        "A code is 1 to 50 letters, digits, hyphens and underscores, with a letter or digit at both ends.",
                        "code"),
                of(
                        "coupon_code_manual_check",
                        INVALID,
                        "MANUAL says of a discount that staff gave it: call the coupon something else.",
                        "code"),
                of(
                        "coupon_code_points_check",
                        INVALID,
                        "LOYALTY_POINTS says of a discount that points gave it: call the coupon something else.",
                        "code"),
                of("coupon_description_check", INVALID, "A description has 1 to 500 characters.", "description"),
                of("coupon_campaign_check", INVALID, "A campaign has 1 to 100 characters.", "campaign"),
                of("coupon_amount_check", OUT_OF_RANGE, "The amount is too large.", "discount"),
                of("coupon_minimum_total_check", OUT_OF_RANGE, "The amount is too large.", "minimumTotal"),
                of("coupon_currency_fkey", INVALID, "The platform does not know this currency.", "discount"),
                of("coupon_period_check", OUT_OF_RANGE, "It ends after it starts.", "endsAt"),
                of("coupon_total_limit_check", OUT_OF_RANGE, "A limit is at least 1.", "totalLimit"),
                of("coupon_customer_limit_check", OUT_OF_RANGE, "A limit is at least 1.", "customerLimit"),
                of("coupon_used_check", CONFLICT, "It has been used more often than that.", "totalLimit"),
                of(
                        "coupon_customer_used_check",
                        CONFLICT,
                        "A customer has used it more often than that.",
                        "customerLimit"),
                entry("coupon_product_product_fkey", Refusal.notFound("input")),
                entry("coupon_category_category_fkey", Refusal.notFound("input")),
                entry("coupon_store_store_fkey", Refusal.notFound("input")),
                entry("coupon_product_pkey", Refusal.of(TAKEN, "It is named twice.", "input")),
                entry("coupon_category_pkey", Refusal.of(TAKEN, "It is named twice.", "input")),
                entry("coupon_store_pkey", Refusal.of(TAKEN, "It is named twice.", "input")));
    }

    private static Map.Entry<String, Refusal> of(String constraint, UserErrorCode code, String message, String member) {
        return entry(constraint, Refusal.of(code, message, "input", member));
    }
}
