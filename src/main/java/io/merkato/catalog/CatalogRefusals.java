package io.merkato.catalog;

import static io.merkato.api.UserErrorCode.CONFLICT;
import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.IN_USE;
import static io.merkato.api.UserErrorCode.NOT_ALLOWED;
import static io.merkato.api.UserErrorCode.NOT_FOUND;
import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;
import static io.merkato.api.UserErrorCode.REQUIRED;
import static io.merkato.api.UserErrorCode.TAKEN;
import static io.merkato.api.UserErrorCode.TOO_LONG;
import static java.util.Map.entry;

import io.merkato.api.ConstraintRefusals;
import io.merkato.api.Refusal;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The words for what else the database refuses of the catalogue. */
@Component
class CatalogRefusals implements ConstraintRefusals {

    @Override
    public Map<String, Refusal> byConstraint() {
        return Map.ofEntries(
                entry(
                        "product_external_id_check",
                        Refusal.of(TOO_LONG, "An external id has 1 to 255 characters.", "input", "externalId")),
                entry(
                        "variant_external_id_check",
                        Refusal.of(TOO_LONG, "An external id has 1 to 255 characters.", "input", "externalId")),
                entry(
                        "category_external_id_check",
                        Refusal.of(TOO_LONG, "An external id has 1 to 255 characters.", "input", "externalId")),
                entry(
                        "brand_external_id_check",
                        Refusal.of(TOO_LONG, "An external id has 1 to 255 characters.", "input", "externalId")),
                entry(
                        "category_names_length_check",
                        Refusal.of(TOO_LONG, "A name has at most 255 characters.", "input", "names")),
                entry(
                        "category_descriptions_length_check",
                        Refusal.of(TOO_LONG, "A description has at most 65535 characters.", "input", "descriptions")),
                entry(
                        "category_seo_titles_length_check",
                        Refusal.of(
                                TOO_LONG,
                                "For search engines a title has at most 255 characters.",
                                "input",
                                "seoTitles")),
                entry(
                        "category_seo_descriptions_length_check",
                        Refusal.of(
                                TOO_LONG,
                                "For search engines a description has at most 1000 characters.",
                                "input",
                                "seoDescriptions")),
                entry(
                        "brand_website_check",
                        Refusal.of(TOO_LONG, "An address has 1 to 2048 characters.", "input", "website")),
                entry(
                        "brand_website_address_check",
                        Refusal.of(INVALID, "An address begins with http:// or https://.", "input", "website")),
                entry(
                        "brand_descriptions_length_check",
                        Refusal.of(TOO_LONG, "A description has at most 65535 characters.", "input", "descriptions")),
                entry(
                        "label_names_length_check",
                        Refusal.of(TOO_LONG, "A name has at most 255 characters.", "input", "names")),
                entry("media_mime_check", Refusal.of(TOO_LONG, "A type has 1 to 255 characters.", "input", "mimeType")),
                entry(
                        "media_alt_length_check",
                        Refusal.of(TOO_LONG, "A text has at most 1000 characters.", "input", "alts")),
                entry(
                        "product_download_mime_check",
                        Refusal.of(TOO_LONG, "A type has 1 to 255 characters.", "input", "mimeType")),
                entry("category_slug_key", Refusal.of(TAKEN, "Another category has this slug.", "input", "slug")),
                entry(
                        "category_slug_check",
                        Refusal.of(
                                INVALID, "A slug is 1 to 200 characters without spaces, /, ? and #.", "input", "slug")),
                entry(
                        "category_names_check",
                        Refusal.of(REQUIRED, "A category has a name in one language at least.", "input", "names")),
                entry(
                        "category_parent_fkey",
                        Refusal.of(NOT_FOUND, "There is no category to stand beneath.", "input", "parentId")),
                entry(
                        "category_cycle_check",
                        Refusal.of(CONFLICT, "A category cannot stand beneath itself.", "input", "parentId")),
                entry(
                        "category_cycle_key",
                        Refusal.of(CONFLICT, "A category cannot stand beneath itself.", "input", "parentId")),
                entry(
                        "category_depth_check",
                        Refusal.of(OUT_OF_RANGE, "The tree is at most 20 levels deep.", "input", "parentId")),
                entry(
                        "category_siblings_check",
                        Refusal.of(
                                OUT_OF_RANGE,
                                "At most 250 categories stand beneath one, and as many at the top.",
                                "input",
                                "parentId")),
                entry(
                        "product_variants_check",
                        Refusal.of(TOO_LONG, "A product has at most 250 variants.", "input", "variants")),
                entry(
                        "product_media_check",
                        Refusal.of(TOO_LONG, "A product has at most 100 media.", "input", "media")),
                entry(
                        "product_categories_check",
                        Refusal.of(TOO_LONG, "A product stands in at most 250 categories.", "input")),
                entry("label_count_check", Refusal.of(OUT_OF_RANGE, "There are at most 100 labels.", "input")),
                entry("product_labels_check", Refusal.of(TOO_LONG, "A product has at most 100 labels.", "input")),
                entry("product_downloads_check", Refusal.of(TOO_LONG, "A product has at most 100 downloads.", "input")),
                entry(
                        "attribute_set_attributes_check",
                        Refusal.of(TOO_LONG, "A set has at most 1000 attributes.", "input")),
                entry("attribute_set_groups_check", Refusal.of(TOO_LONG, "A set has at most 250 groups.", "input")),
                entry("category_children_check", Refusal.of(IN_USE, "The category has others beneath it.", "id")),
                entry(
                        "review_pending_count_check",
                        Refusal.of(OUT_OF_RANGE, "Too many reviews wait for a moderator already.", "productId")),
                entry(
                        "category_media_fkey",
                        Refusal.of(NOT_FOUND, "There is no medium with this id.", "input", "imageId")),
                entry(
                        "category_external_id_key",
                        Refusal.of(TAKEN, "Another category has this external id.", "input", "externalId")),
                entry("brand_slug_key", Refusal.of(TAKEN, "Another brand has this slug.", "input", "slug")),
                entry(
                        "brand_slug_check",
                        Refusal.of(
                                INVALID, "A slug is 1 to 200 characters without spaces, /, ? and #.", "input", "slug")),
                entry("brand_name_check", Refusal.of(INVALID, "A name has 1 to 255 characters.", "input", "name")),
                entry("brand_media_fkey", Refusal.of(NOT_FOUND, "There is no medium with this id.", "input", "logoId")),
                entry(
                        "brand_external_id_key",
                        Refusal.of(TAKEN, "Another brand has this external id.", "input", "externalId")),
                entry("label_code_key", Refusal.of(TAKEN, "Another label has this code.", "input", "code")),
                entry(
                        "label_code_check",
                        Refusal.of(
                                INVALID,
                                "A code is up to 63 upper-case letters, digits and underscores, and begins with a letter.",
                                "input",
                                "code")),
                entry(
                        "label_colour_check",
                        Refusal.of(INVALID, "A colour is like #c0392b, in lower case.", "input", "colour")),
                entry(
                        "media_url_check",
                        Refusal.of(
                                INVALID,
                                "An address begins with http:// or https:// and has at most 2048 bytes.",
                                "input",
                                "url")),
                entry("media_size_check", Refusal.of(OUT_OF_RANGE, "A picture measures 1 to 100000 pixels.", "input")),
                entry("product_slug_key", Refusal.of(TAKEN, "Another product has this slug.", "input", "slug")),
                entry(
                        "product_slug_check",
                        Refusal.of(
                                INVALID, "A slug is 1 to 200 characters without spaces, /, ? and #.", "input", "slug")),
                entry("product_name_check", Refusal.of(INVALID, "A name has 1 to 255 characters.", "input", "name")),
                entry(
                        "product_description_check",
                        Refusal.of(TOO_LONG, "A description has at most 65535 characters.", "input", "description")),
                entry(
                        "product_seo_title_check",
                        Refusal.of(
                                TOO_LONG,
                                "For search engines a title has at most 255 characters.",
                                "input",
                                "seoTitle")),
                entry(
                        "product_seo_description_check",
                        Refusal.of(
                                TOO_LONG,
                                "For search engines a description has at most 1000 characters.",
                                "input",
                                "seoDescription")),
                entry(
                        "product_locale_check",
                        Refusal.of(
                                INVALID,
                                "A language is like am or fr-SN, without variants and extensions.",
                                "input",
                                "locale")),
                entry(
                        "product_external_id_key",
                        Refusal.of(TAKEN, "Another product has this external id.", "input", "externalId")),
                entry(
                        "product_attribute_set_fkey",
                        Refusal.of(NOT_FOUND, "There is no attribute set with this id.", "input", "attributeSetId")),
                entry(
                        "product_brand_fkey",
                        Refusal.of(NOT_FOUND, "There is no brand with this id.", "input", "brandId")),
                entry(
                        "attribute_value_set_fkey",
                        Refusal.of(
                                NOT_ALLOWED,
                                "The product's attribute set has no such attribute, or has it for variants.")),
                entry(
                        "product_required_check",
                        Refusal.of(REQUIRED, "A product on sale would lack a required attribute.")),
                entry(
                        "product_category_category_fkey",
                        Refusal.of(NOT_FOUND, "There is no category with this id.", "input")),
                entry("product_label_label_fkey", Refusal.of(NOT_FOUND, "There is no label with this id.", "input")),
                entry(
                        "product_translation_slug_key",
                        Refusal.of(TAKEN, "Another product has this slug in this language.", "input", "slug")),
                entry(
                        "product_translation_slug_check",
                        Refusal.of(
                                INVALID, "A slug is 1 to 200 characters without spaces, /, ? and #.", "input", "slug")),
                entry(
                        "product_translation_name_check",
                        Refusal.of(INVALID, "A name has 1 to 255 characters.", "input", "name")),
                entry(
                        "product_translation_locale_check",
                        Refusal.of(
                                INVALID,
                                "A language is like am or fr-SN, without variants and extensions.",
                                "input",
                                "locale")),
                entry(
                        "product_translation_description_check",
                        Refusal.of(TOO_LONG, "A description has at most 65535 characters.", "input", "description")),
                entry(
                        "product_translation_seo_title_check",
                        Refusal.of(
                                TOO_LONG,
                                "For search engines a title has at most 255 characters.",
                                "input",
                                "seoTitle")),
                entry(
                        "product_translation_seo_description_check",
                        Refusal.of(
                                TOO_LONG,
                                "For search engines a description has at most 1000 characters.",
                                "input",
                                "seoDescription")),
                entry(
                        "product_media_media_fkey",
                        Refusal.of(NOT_FOUND, "There is no medium with this id.", "input", "mediaId")),
                entry(
                        "product_media_variant_fkey",
                        Refusal.of(NOT_FOUND, "A variant is not of this product.", "input", "variantId")),
                entry(
                        "product_bundle_item_pkey",
                        Refusal.of(TAKEN, "A variant is in the bundle twice.", "input", "variantId")),
                entry(
                        "product_bundle_items_check",
                        Refusal.of(TOO_LONG, "A bundle has at most 100 components.", "input")),
                entry(
                        "product_bundle_item_component_check",
                        Refusal.of(NOT_ALLOWED, "A bundle cannot be part of a bundle.", "input", "variantId")),
                entry(
                        "product_bundle_item_quantity_check",
                        Refusal.of(OUT_OF_RANGE, "A quantity is 1 to 1000.", "input", "quantity")),
                entry(
                        "product_download_name_check",
                        Refusal.of(INVALID, "A name has 1 to 255 characters.", "input", "name")),
                entry(
                        "product_download_url_check",
                        Refusal.of(
                                INVALID,
                                "An address begins with http:// or https:// and has at most 2048 bytes.",
                                "input",
                                "url")),
                entry(
                        "product_download_limits_check",
                        Refusal.of(OUT_OF_RANGE, "Limits are 1 or more, sizes are not negative.", "input")),
                entry("product_store_store_fkey", Refusal.of(NOT_FOUND, "There is no store with this id.", "storeId")),
                entry("product_store_content_pkey", Refusal.of(TAKEN, "A language is there twice.", "input", "locale")),
                entry(
                        "product_store_content_locale_check",
                        Refusal.of(
                                INVALID,
                                "A language is like am or fr-SN, without variants and extensions.",
                                "input",
                                "locale")),
                entry(
                        "product_store_content_name_check",
                        Refusal.of(INVALID, "A name has 1 to 255 characters.", "input", "name")),
                entry(
                        "product_store_content_description_check",
                        Refusal.of(TOO_LONG, "A description has at most 65535 characters.", "input", "description")),
                entry(
                        "product_store_content_seo_title_check",
                        Refusal.of(
                                TOO_LONG,
                                "For search engines a title has at most 255 characters.",
                                "input",
                                "seoTitle")),
                entry(
                        "product_store_content_seo_description_check",
                        Refusal.of(
                                TOO_LONG,
                                "For search engines a description has at most 1000 characters.",
                                "input",
                                "seoDescription")),
                entry(
                        "variant_store_price_pkey",
                        Refusal.of(TAKEN, "A variant has two prices in one currency.", "input", "price")),
                entry(
                        "variant_store_price_variant_fkey",
                        Refusal.of(NOT_FOUND, "A variant is not of this product.", "input", "variantId")),
                entry(
                        "variant_store_price_amount_check",
                        Refusal.of(OUT_OF_RANGE, "The amount is too large.", "input", "price")),
                entry(
                        "variant_price_amount_check",
                        Refusal.of(OUT_OF_RANGE, "The amount is too large.", "input", "price")),
                entry(
                        "variant_price_compare_at_check",
                        Refusal.of(OUT_OF_RANGE, "The amount is too large.", "input", "compareAtPrice")),
                entry(
                        "variant_store_price_compare_at_check",
                        Refusal.of(OUT_OF_RANGE, "The amount is too large.", "input", "compareAtPrice")),
                entry(
                        "variant_price_currency_fkey",
                        Refusal.of(INVALID, "The platform does not know this currency.", "input", "price")),
                entry(
                        "variant_store_price_currency_fkey",
                        Refusal.of(INVALID, "The platform does not know this currency.", "input", "price")),
                entry(
                        "variant_cost_currency_fkey",
                        Refusal.of(INVALID, "The platform does not know this currency.", "input", "cost")),
                entry("variant_sku_key", Refusal.of(TAKEN, "Another variant has this SKU.", "input", "sku")),
                entry(
                        "variant_sku_check",
                        Refusal.of(
                                INVALID,
                                "A SKU is 1 to 100 characters without a space at either end.",
                                "input",
                                "sku")),
                entry(
                        "variant_barcode_check",
                        Refusal.of(INVALID, "A barcode has 1 to 100 characters.", "input", "barcode")),
                entry(
                        "variant_weight_check",
                        Refusal.of(OUT_OF_RANGE, "A weight is 0 to 1000000000 grams.", "input", "weightGrams")),
                entry(
                        "variant_external_id_key",
                        Refusal.of(TAKEN, "Another variant has this external id.", "input", "externalId")),
                entry(
                        "variant_axis_key",
                        Refusal.of(TAKEN, "Two variants of the product would have the same options.", "input")),
                entry(
                        "variant_single_key",
                        Refusal.of(NOT_ALLOWED, "Only a CONFIGURABLE product has more than one variant.", "input")),
                entry("review_user_key", Refusal.of(TAKEN, "You have reviewed this product already.", "productId")),
                entry("review_rating_check", Refusal.of(OUT_OF_RANGE, "A rating is 1 to 5.", "input", "rating")),
                entry("review_author_check", Refusal.of(INVALID, "A name has 1 to 100 characters.", "input", "author")),
                entry(
                        "review_title_check",
                        Refusal.of(INVALID, "A heading has 1 to 255 characters.", "input", "title")),
                entry("review_body_check", Refusal.of(INVALID, "A review has 1 to 5000 characters.", "input", "body")),
                entry(
                        "review_reason_check",
                        Refusal.of(INVALID, "A reason has 1 to 500 characters.", "input", "reason")));
    }
}
