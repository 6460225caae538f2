package io.merkato.pricing;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.IN_USE;
import static io.merkato.api.UserErrorCode.NOT_FOUND;
import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;
import static io.merkato.api.UserErrorCode.TAKEN;
import static java.util.Map.entry;

import io.merkato.api.ConstraintRefusals;
import io.merkato.api.Refusal;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What the tables of pricing refuse, in words. */
@Component
class PricingRefusals implements ConstraintRefusals {

    private static final String CODE = "A code is 1 to 50 lower-case letters, digits and hyphens.";
    private static final String NAME = "A name has 1 to 255 characters.";
    private static final String ORDER = "The end is after the start.";
    private static final String LARGE = "The amount is too large.";
    private static final String CURRENCY = "The platform does not know this currency.";

    @Override
    public Map<String, Refusal> byConstraint() {
        return Map.ofEntries(
                entry(
                        "price_list_count_check",
                        Refusal.of(OUT_OF_RANGE, "There are at most 500 price lists.", "input")),
                entry("price_list_code_key", Refusal.of(TAKEN, "Another list has this code.", "input", "code")),
                entry("price_list_code_check", Refusal.of(INVALID, CODE, "input", "code")),
                entry("price_list_name_check", Refusal.of(INVALID, NAME, "input", "name")),
                entry("price_list_currency_fkey", Refusal.of(INVALID, CURRENCY, "input", "currency")),
                entry(
                        "price_list_priority_check",
                        Refusal.of(OUT_OF_RANGE, "A priority is 0 to 1000000.", "input", "priority")),
                entry("price_list_validity_check", Refusal.of(OUT_OF_RANGE, ORDER, "input", "endsAt")),
                entry("price_list_store_store_fkey", Refusal.notFound("input", "storeIds")),
                entry("price_list_group_group_fkey", Refusal.notFound("input", "customerGroupIds")),
                entry("price_list_entry_variant_fkey", Refusal.notFound("input", "variantId")),
                entry(
                        "price_list_entry_min_quantity_check",
                        Refusal.of(OUT_OF_RANGE, "A quantity is 1 to 1000000.", "input", "minQuantity")),
                entry("price_list_entry_amount_check", Refusal.of(OUT_OF_RANGE, LARGE, "input", "price")),
                entry("price_list_entry_compare_at_check", Refusal.of(OUT_OF_RANGE, LARGE, "input", "compareAtPrice")),
                entry(
                        "flash_sale_count_check",
                        Refusal.of(OUT_OF_RANGE, "At most 500 flash sales are neither over nor cancelled.", "input")),
                entry("flash_sale_name_check", Refusal.of(INVALID, NAME, "input", "name")),
                entry("flash_sale_validity_check", Refusal.of(OUT_OF_RANGE, ORDER, "input", "endsAt")),
                entry("flash_sale_store_store_fkey", Refusal.notFound("input", "storeIds")),
                entry("flash_sale_item_variant_fkey", Refusal.notFound("input", "variantId")),
                entry("flash_sale_item_currency_fkey", Refusal.of(INVALID, CURRENCY, "input", "price")),
                entry("flash_sale_item_amount_check", Refusal.of(OUT_OF_RANGE, LARGE, "input", "price")),
                entry("flash_sale_item_compare_at_check", Refusal.of(OUT_OF_RANGE, LARGE, "input", "compareAtPrice")),
                entry(
                        "flash_sale_item_quantity_check",
                        Refusal.of(OUT_OF_RANGE, "A quantity is 1 to 1000000000.", "input", "quantity")),
                entry(
                        "flash_sale_item_sold_check",
                        Refusal.of(OUT_OF_RANGE, "More of it are sold already.", "input", "quantity")),
                entry("tax_class_code_key", Refusal.of(TAKEN, "Another class has this code.", "input", "code")),
                entry("tax_class_code_check", Refusal.of(INVALID, CODE, "input", "code")),
                entry("tax_class_name_check", Refusal.of(INVALID, NAME, "input", "name")),
                entry(
                        "tax_class_default_key",
                        Refusal.of(TAKEN, "Another class became the default just now.", "input", "isDefault")),
                entry(
                        "product_tax_class_product_fkey",
                        Refusal.of(NOT_FOUND, "There is nothing with this id.", "input")),
                entry(
                        "product_tax_class_class_fkey",
                        Refusal.of(IN_USE, "Products are of this class, or were when they were deleted.", "id")),
                entry("tax_zone_name_key", Refusal.of(TAKEN, "Another zone has this name.", "input", "name")),
                entry("tax_zone_name_check", Refusal.of(INVALID, NAME, "input", "name")),
                entry(
                        "tax_zone_place_pkey",
                        Refusal.of(TAKEN, "A place is of one zone, and this of another.", "input")),
                entry(
                        "tax_zone_place_region_check",
                        Refusal.of(INVALID, "A region has at most 100 characters.", "input", "region")),
                entry("tax_rate_count_check", Refusal.of(OUT_OF_RANGE, "A zone has at most 200 rates.", "input")),
                entry("tax_rate_class_fkey", Refusal.of(IN_USE, "Rates are of this class.", "id")),
                entry("tax_rate_name_check", Refusal.of(INVALID, "A name has 1 to 100 characters.", "input", "name")),
                entry("tax_exemption_customer_fkey", Refusal.notFound("input", "customerId")),
                entry("tax_exemption_zone_fkey", Refusal.notFound("input", "zoneId")),
                entry("tax_exemption_class_fkey", Refusal.notFound("input", "taxClassId")),
                entry(
                        "tax_exemption_certificate_check",
                        Refusal.of(INVALID, "A certificate has 1 to 255 characters.", "input", "certificate")),
                entry(
                        "tax_exemption_validity_check",
                        Refusal.of(OUT_OF_RANGE, "The end is not before the start.", "input", "endsAt")));
    }
}
