package io.merkato.shipping;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.IN_USE;
import static io.merkato.api.UserErrorCode.NOT_FOUND;
import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;
import static io.merkato.api.UserErrorCode.TAKEN;
import static java.util.Map.entry;

import io.merkato.api.ConstraintRefusals;
import io.merkato.api.Refusal;
import io.merkato.api.UserErrorCode;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The words for what the database refuses of shipping. */
@Component
class ShippingRefusals implements ConstraintRefusals {

    @Override
    public Map<String, Refusal> byConstraint() {
        return Map.ofEntries(
                of("shipping_zone_name_key", TAKEN, "Another zone has this name.", "name"),
                of("shipping_zone_name_check", INVALID, "A name has 1 to 100 characters.", "name"),
                of(
                        "shipping_zone_elsewhere_key",
                        TAKEN,
                        "Another zone has every place that no zone names.",
                        "elsewhere"),
                entry("shipping_zone_place_pkey", Refusal.of(TAKEN, "Another zone names this place.", "input")),
                entry(
                        "shipping_zone_place_region_check",
                        Refusal.of(INVALID, "A region has at most 100 characters.", "input", "region")),
                entry(
                        "shipping_method_count_check",
                        Refusal.of(OUT_OF_RANGE, "There are at most 250 shipping methods.", "input")),
                of("shipping_method_code_key", TAKEN, "Another method has this code.", "code"),
                of(
                        "shipping_method_code_check",
                        INVALID,
                        "A code is 1 to 50 small letters, digits and hyphens, with no hyphen at an end.",
                        "code"),
                of("shipping_method_store_fkey", NOT_FOUND, "There is nothing with this id.", "storeId"),
                of("shipping_method_currency_fkey", INVALID, "The platform does not know this currency.", "currency"),
                of(
                        "shipping_method_pickup_check",
                        INVALID,
                        "Every method but PICKUP has a zone, and PICKUP has none.",
                        "zoneId"),
                of(
                        "shipping_method_pickup_address_check",
                        INVALID,
                        "PICKUP has an address, and no other method has one.",
                        "pickupAddress"),
                of("shipping_method_free_from_check", OUT_OF_RANGE, "The amount is too large.", "freeFrom"),
                of(
                        "shipping_method_days_check",
                        OUT_OF_RANGE,
                        "It takes 0 to 365 days, at most not fewer than at least.",
                        "maxDays"),
                of("shipping_method_days_both_check", INVALID, "Give minDays and maxDays, or neither.", "maxDays"),
                of("shipping_method_tax_class_check", INVALID, "A tax class has 1 to 50 characters.", "taxClass"),
                entry(
                        "shipping_method_tax_class_fkey",
                        Refusal.of(IN_USE, "Shipping methods are of this class.", "id")),
                of("shipping_method_position_check", OUT_OF_RANGE, "A position is 0 to 10000.", "position"),
                entry("shipping_rate_starts_check", Refusal.of(OUT_OF_RANGE, "The rate begins too high.", "input")),
                of("shipping_rate_amount_check", OUT_OF_RANGE, "The price is too high.", "price"));
    }

    private static Map.Entry<String, Refusal> of(String constraint, UserErrorCode code, String message, String member) {
        return entry(constraint, Refusal.of(code, message, "input", member));
    }
}
