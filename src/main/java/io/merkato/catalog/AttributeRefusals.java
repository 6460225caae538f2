package io.merkato.catalog;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.NOT_ALLOWED;
import static io.merkato.api.UserErrorCode.NOT_FOUND;
import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;
import static io.merkato.api.UserErrorCode.TAKEN;
import static io.merkato.api.UserErrorCode.TOO_LONG;
import static java.util.Map.entry;

import io.merkato.api.ConstraintRefusals;
import io.merkato.api.Refusal;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The words for what the database refuses of attributes, sets and values. */
@Component
class AttributeRefusals implements ConstraintRefusals {

    @Override
    public Map<String, Refusal> byConstraint() {
        return Map.ofEntries(
                entry(
                        "attribute_labels_length_check",
                        Refusal.of(TOO_LONG, "A label has at most 255 characters.", "input", "labels")),
                entry(
                        "attribute_descriptions_length_check",
                        Refusal.of(TOO_LONG, "A description has at most 5000 characters.", "input", "descriptions")),
                entry(
                        "attribute_option_labels_length_check",
                        Refusal.of(TOO_LONG, "A label has at most 255 characters.", "input", "labels")),
                entry(
                        "attribute_set_labels_length_check",
                        Refusal.of(TOO_LONG, "A label has at most 255 characters.", "input", "labels")),
                entry(
                        "attribute_group_labels_length_check",
                        Refusal.of(TOO_LONG, "A label has at most 255 characters.", "input", "labels")),
                entry("attribute_code_key", Refusal.of(TAKEN, "Another attribute has this code.", "input", "code")),
                entry(
                        "attribute_code_check",
                        Refusal.of(
                                INVALID,
                                "A code is up to 63 lower-case letters, digits and underscores, and begins with a letter.",
                                "input",
                                "code")),
                entry(
                        "attribute_unit_check",
                        Refusal.of(
                                INVALID,
                                "A MEASURE has a unit of 1 to 20 characters, and no other type has one.",
                                "input",
                                "unit")),
                entry(
                        "attribute_localised_check",
                        Refusal.of(
                                INVALID, "Only a TEXT, RICH_TEXT or MEDIA differs by language.", "input", "localised")),
                entry(
                        "attribute_sortable_check",
                        Refusal.of(INVALID, "Lists cannot be sorted by this type.", "input", "sortable")),
                entry(
                        "attribute_value_bounds_check",
                        Refusal.of(
                                OUT_OF_RANGE, "The least number is greater than the greatest.", "input", "validation")),
                entry(
                        "attribute_value_bounds_type_check",
                        Refusal.of(
                                INVALID,
                                "Only an INTEGER, DECIMAL or MEASURE is bounded by numbers.",
                                "input",
                                "validation")),
                entry(
                        "attribute_date_bounds_check",
                        Refusal.of(OUT_OF_RANGE, "The first day is after the last.", "input", "validation")),
                entry(
                        "attribute_date_bounds_type_check",
                        Refusal.of(INVALID, "Only a DATE or DATE_TIME is bounded by days.", "input", "validation")),
                entry(
                        "attribute_length_bounds_check",
                        Refusal.of(
                                OUT_OF_RANGE, "The bounds of the length do not fit together.", "input", "validation")),
                entry(
                        "attribute_length_bounds_type_check",
                        Refusal.of(INVALID, "Only a TEXT or RICH_TEXT has a length.", "input", "validation")),
                entry(
                        "attribute_pattern_check",
                        Refusal.of(
                                INVALID,
                                "This is no regular expression of up to 500 characters without back references and looking around.",
                                "input",
                                "validation",
                                "pattern")),
                entry(
                        "attribute_pattern_type_check",
                        Refusal.of(INVALID, "Only a TEXT has a pattern.", "input", "validation", "pattern")),
                entry(
                        "attribute_narrowed_check",
                        Refusal.of(
                                OUT_OF_RANGE, "Values of products lie outside these bounds.", "input", "validation")),
                entry(
                        "attribute_option_code_key",
                        Refusal.of(TAKEN, "Another option of the attribute has this code.", "input", "code")),
                entry(
                        "attribute_option_code_check",
                        Refusal.of(
                                INVALID,
                                "A code is up to 63 lower-case letters, digits, _, - and ., and begins with a letter or digit.",
                                "input",
                                "code")),
                entry(
                        "attribute_option_type_check",
                        Refusal.of(NOT_ALLOWED, "Only a SELECT, MULTI_SELECT or COLOUR has options.", "input")),
                entry(
                        "attribute_option_colour_check",
                        Refusal.of(
                                INVALID,
                                "An option of a COLOUR, and only there, has a colour such as #c0392b.",
                                "input",
                                "colour")),
                entry(
                        "attribute_set_code_key",
                        Refusal.of(TAKEN, "Another attribute set has this code.", "input", "code")),
                entry(
                        "attribute_set_code_check",
                        Refusal.of(
                                INVALID,
                                "A code is up to 63 lower-case letters, digits and underscores, and begins with a letter.",
                                "input",
                                "code")),
                entry(
                        "attribute_group_code_check",
                        Refusal.of(
                                INVALID,
                                "A code is up to 63 lower-case letters, digits and underscores, and begins with a letter.",
                                "input",
                                "code")),
                entry(
                        "attribute_set_attribute_axis_check",
                        Refusal.of(INVALID, "An axis is a SELECT or COLOUR on the variant.", "input", "axis")),
                entry(
                        "attribute_value_min_check",
                        Refusal.of(OUT_OF_RANGE, "A value is below the bound of its attribute.", "input", "value")),
                entry(
                        "attribute_value_max_check",
                        Refusal.of(OUT_OF_RANGE, "A value is above the bound of its attribute.", "input", "value")),
                entry(
                        "attribute_value_length_check",
                        Refusal.of(
                                TOO_LONG, "A text is shorter or longer than its attribute allows.", "input", "value")),
                entry(
                        "attribute_value_pattern_check",
                        Refusal.of(INVALID, "A text does not match the pattern of its attribute.", "input", "value")),
                entry(
                        "attribute_value_text_check",
                        Refusal.of(INVALID, "A text has 1 to 65535 characters.", "input", "value")),
                entry(
                        "attribute_value_single_key",
                        Refusal.of(TAKEN, "There are two values for one attribute.", "input")),
                entry("attribute_value_option_key", Refusal.of(TAKEN, "An option is there twice.", "input", "value")),
                entry(
                        "attribute_value_locale_check",
                        Refusal.of(
                                INVALID,
                                "A language is like am or fr-SN, without variants and extensions.",
                                "input",
                                "locale")),
                entry(
                        "attribute_value_media_fkey",
                        Refusal.of(NOT_FOUND, "There is no medium with this id.", "input", "value")),
                entry(
                        "attribute_value_referred_product_fkey",
                        Refusal.of(NOT_FOUND, "There is no product with this id.", "input", "value")),
                entry(
                        "attribute_value_referred_category_fkey",
                        Refusal.of(NOT_FOUND, "There is no category with this id.", "input", "value")));
    }
}
