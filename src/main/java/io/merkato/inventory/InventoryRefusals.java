package io.merkato.inventory;

import static io.merkato.api.UserErrorCode.CONFLICT;
import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;
import static io.merkato.api.UserErrorCode.TAKEN;
import static java.util.Map.entry;

import io.merkato.api.ConstraintRefusals;
import io.merkato.api.Refusal;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The words for what the database refuses of stock. */
@Component
class InventoryRefusals implements ConstraintRefusals {

    @Override
    public Map<String, Refusal> byConstraint() {
        return Map.ofEntries(
                entry(
                        "policy_cart_minutes_check",
                        Refusal.of(OUT_OF_RANGE, "A cart keeps for 1 to 1440 minutes.", "input", "cartMinutes")),
                entry("location_code_key", Refusal.of(TAKEN, "Another location has this code.", "input", "code")),
                entry(
                        "location_code_check",
                        Refusal.of(
                                INVALID,
                                "A code is 1 to 50 small letters, digits and hyphens, with no hyphen at an end.",
                                "input",
                                "code")),
                entry("location_count_check", Refusal.of(OUT_OF_RANGE, "There are at most 250 locations.", "input")),
                entry("location_name_check", Refusal.of(INVALID, "A name has 1 to 255 characters.", "input", "name")),
                entry(
                        "location_priority_check",
                        Refusal.of(OUT_OF_RANGE, "Priorities are 0 to 1000.", "input", "priority")),
                entry(
                        "stock_level_promise_check",
                        Refusal.of(
                                CONFLICT,
                                "More than that is promised to carts and orders.",
                                "input",
                                "backorderLimit")),
                entry(
                        "stock_level_on_hand_check",
                        Refusal.of(
                                OUT_OF_RANGE, "At most 1000000000 of a variant are at a place, or lacking.", "input")),
                entry("stock_level_safety_check", limit("safetyStock")),
                entry("stock_level_backorder_check", limit("backorderLimit")),
                entry("stock_level_low_at_check", limit("lowAt")),
                entry(
                        "adjustment_note_check",
                        Refusal.of(INVALID, "A note has 1 to 1000 characters.", "input", "note")));
    }

    private static Refusal limit(String field) {
        return Refusal.of(OUT_OF_RANGE, "Limits are 0 to 1000000000.", "input", field);
    }
}
