package io.merkato.loyalty;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;
import static io.merkato.api.UserErrorCode.TAKEN;
import static io.merkato.api.UserErrorCode.TOO_LONG;
import static java.util.Map.entry;

import io.merkato.api.ConstraintRefusals;
import io.merkato.api.Refusal;
import io.merkato.api.UserErrorCode;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The words for what the database refuses of programmes. */
@Component
class LoyaltyRefusals implements ConstraintRefusals {

    @Override
    public Map<String, Refusal> byConstraint() {
        return Map.ofEntries(
                of("programme_store_key", TAKEN, "The store, or all of them together, has a programme.", "storeId"),
                entry("programme_store_fkey", Refusal.notFound("input", "storeId")),
                of("programme_name_check", INVALID, "A name has 1 to 100 characters.", "name"),
                of("programme_maturation_days_check", OUT_OF_RANGE, "Points wait 0 to 365 days.", "maturationDays"),
                of(
                        "programme_expiry_months_check",
                        OUT_OF_RANGE,
                        "Points can be used 1 to 120 months.",
                        "expiryMonths"),
                of(
                        "programme_tier_window_months_check",
                        OUT_OF_RANGE,
                        "Points count for 1 to 120 months.",
                        "tierWindowMonths"),
                of(
                        "programme_minimum_points_check",
                        OUT_OF_RANGE,
                        "The minimum is 1 to 1 000 000 000 points.",
                        "minimumPoints"),
                of("programme_rate_pkey", TAKEN, "A currency has one rate.", "earnAmount"),
                of("programme_rate_currency_fkey", INVALID, "The platform does not know this currency.", "earnAmount"),
                of("programme_rate_earn_points_check", OUT_OF_RANGE, "0 to 1 000 000 points.", "earnPoints"),
                of("programme_rate_earn_amount_check", OUT_OF_RANGE, "The amount is 0, or too large.", "earnAmount"),
                of("programme_rate_redeem_points_check", OUT_OF_RANGE, "1 to 1 000 000 points.", "redeemPoints"),
                of(
                        "programme_rate_redeem_amount_check",
                        OUT_OF_RANGE,
                        "The amount is 0, or too large.",
                        "redeemAmount"),
                of("tier_pkey", TAKEN, "Another tier begins at this threshold.", "threshold"),
                entry("tier_position_check", Refusal.of(TOO_LONG, "A programme has at most 20 tiers.")),
                of("tier_threshold_check", OUT_OF_RANGE, "0 to 1 000 000 000 000 points.", "threshold"),
                of("tier_name_check", INVALID, "A name has 1 to 100 characters.", "name"),
                of("tier_multiplier_check", OUT_OF_RANGE, "A tier multiplies by 1 to 10.", "multiplier"),
                of("tier_benefits_check", INVALID, "Benefits have 1 to 1000 characters.", "benefits"),
                entry(
                        "programme_referral_inviter_points_check",
                        Refusal.of(OUT_OF_RANGE, "0 to 1 000 000 points.", "input", "referral", "inviterPoints")),
                entry(
                        "programme_referral_invitee_points_check",
                        Refusal.of(OUT_OF_RANGE, "0 to 1 000 000 points.", "input", "referral", "inviteePoints")),
                of("referral_minimum_pkey", TAKEN, "A currency has one minimum.", "currency"),
                of("referral_minimum_currency_fkey", INVALID, "The platform does not know this currency.", "currency"),
                of("referral_minimum_amount_check", OUT_OF_RANGE, "The amount is 0, or too large.", "amount"),
                of("referral_name_check", INVALID, "A name has 1 to 100 characters.", "name"),
                entry(
                        "earn_rule_count_check",
                        Refusal.of(
                                OUT_OF_RANGE,
                                "A programme has at most 100 rules that have not ended.",
                                "input",
                                "programmeId")),
                of("earn_rule_name_check", INVALID, "A name has 1 to 100 characters.", "name"),
                of("earn_rule_target_check", INVALID, "It is for a product or for a category.", "categoryId"),
                of(
                        "earn_rule_multiplier_check",
                        OUT_OF_RANGE,
                        "It multiplies by more than 1, up to 100.",
                        "multiplier"),
                of("earn_rule_per_piece_check", OUT_OF_RANGE, "1 to 1 000 000 points.", "perPiece"),
                of("earn_rule_bonus_check", INVALID, "Give either `multiplier` or `perPiece`.", "multiplier"),
                of("earn_rule_period_check", OUT_OF_RANGE, "It ends after it starts.", "endsAt"),
                of("earn_rule_budget_check", OUT_OF_RANGE, "1 to 1 000 000 000 000 points.", "budget"),
                of("earn_rule_within_budget", OUT_OF_RANGE, "It has given more than that.", "budget"),
                of("points_movement_reason_check", INVALID, "A reason has 1 to 500 characters.", "reason"));
    }

    private static Map.Entry<String, Refusal> of(String constraint, UserErrorCode code, String message, String member) {
        return entry(constraint, Refusal.of(code, message, "input", member));
    }
}
