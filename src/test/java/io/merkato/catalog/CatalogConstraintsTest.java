package io.merkato.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.tenancy.NewTenants;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the database refuses by itself, whoever writes: plain SQL, past row-level security and the application. */
@MerkatoTest
class CatalogConstraintsTest {

    private static final String PRODUCT_VALUE =
            "insert into catalog.attribute_value (tenant_id, product_id, attribute_set_id, attribute_id, type, level, %s) values (:t, :bag, :coffee, %s)";
    private static final String VARIANT_VALUE =
            "insert into catalog.attribute_value (tenant_id, product_id, variant_id, attribute_set_id, attribute_id, type, level, option_id) values (:t, :bag, %s, :coffee, :size, 'SELECT', 'VARIANT', %s)";
    private static final String PUBLISH =
            "update catalog.product set status = 'ACTIVE', published_at = now() where tenant_id = :t and id = :bag";
    private static final String ROASTED = value("option_id", ":roast, 'SELECT', 'PRODUCT', :light");
    private static final String SIZED = VARIANT_VALUE.formatted(":bag_1", ":small");

    private final NewTenants tenants;
    private PlainSql sql;

    CatalogConstraintsTest(NewTenants tenants) {
        this.tenants = tenants;
        this.sql = new PlainSql(tenants.create().id());
    }

    private static String value(String column, String values) {
        return PRODUCT_VALUE.formatted(column, values);
    }

    /** A bag of coffee: its roast is required, its sizes are an axis, and it says more in every other type. */
    @BeforeEach
    void bag() throws SQLException {
        sql = new PlainSql(tenants.create().id());
        sql.run(
                """
                insert into catalog.attribute (tenant_id, id, code, type, unit, min_value, max_value, min_date, min_length, max_length, pattern) values
                    (:t, :roast, 'roast', 'SELECT', null, null, null, null, null, null, null),
                    (:t, :size, 'size', 'SELECT', null, null, null, null, null, null, null),
                    (:t, :notes, 'notes', 'MULTI_SELECT', null, null, null, null, null, null, null),
                    (:t, :altitude, 'altitude', 'INTEGER', null, 500, 3000, null, null, null, null),
                    (:t, :moisture, 'moisture', 'MEASURE', '%', 0, 12.5, null, null, null, null),
                    (:t, :harvest, 'harvest', 'DATE', null, null, null, '2020-01-01', null, null, null),
                    (:t, :lot, 'lot', 'TEXT', null, null, null, null, 3, 8, '[A-Z]+[0-9]+'),
                    (:t, :organic, 'organic', 'BOOLEAN', null, null, null, null, null, null, null)""",
                "insert into catalog.attribute_option (tenant_id, id, attribute_id, type, code) values (:t, :light, :roast, 'SELECT', 'light'),"
                        + " (:t, :small, :size, 'SELECT', 'small'), (:t, :large, :size, 'SELECT', 'large'), (:t, :berry, :notes, 'MULTI_SELECT', 'berry')",
                "insert into catalog.attribute_set (tenant_id, id, code) values (:t, :coffee, 'coffee'), (:t, :tea, 'tea')",
                """
                insert into catalog.attribute_set_attribute (tenant_id, attribute_set_id, attribute_id, type, level, required, axis) values
                    (:t, :coffee, :roast, 'SELECT', 'PRODUCT', true, false), (:t, :coffee, :size, 'SELECT', 'VARIANT', false, true),
                    (:t, :coffee, :notes, 'MULTI_SELECT', 'PRODUCT', false, false), (:t, :coffee, :altitude, 'INTEGER', 'PRODUCT', false, false),
                    (:t, :coffee, :moisture, 'MEASURE', 'PRODUCT', false, false), (:t, :coffee, :harvest, 'DATE', 'PRODUCT', false, false),
                    (:t, :coffee, :lot, 'TEXT', 'PRODUCT', false, false)""",
                "insert into catalog.product (tenant_id, id, kind, attribute_set_id, locale, name, slug) values (:t, :bag, 'CONFIGURABLE', :coffee, 'en', 'Bag', 'bag')",
                "insert into catalog.variant (tenant_id, id, product_id, kind, sku) values (:t, :bag_1, :bag, 'CONFIGURABLE', 'BAG-1'), (:t, :bag_2, :bag, 'CONFIGURABLE', 'BAG-2')");
    }

    @Test
    void a_value_of_the_wrong_type() throws SQLException {
        assertThat(sql.refusal(value("text_value", ":altitude, 'INTEGER', 'PRODUCT', 'high'")))
                .isEqualTo("attribute_value_type_check");
        assertThat(sql.refusal(value("text_value", ":altitude, 'TEXT', 'PRODUCT', 'high'")))
                .isEqualTo("attribute_value_attribute_fkey");
        assertThat(sql.refusal(value("integer_value, boolean_value", ":altitude, 'INTEGER', 'PRODUCT', 1900, true")))
                .isEqualTo("attribute_value_type_check");
    }

    @Test
    void an_option_of_another_attribute() throws SQLException {
        assertThat(sql.refusal(value("option_id", ":roast, 'SELECT', 'PRODUCT', :small")))
                .isEqualTo("attribute_value_option_fkey");
    }

    @Test
    void a_value_for_an_attribute_that_is_not_in_the_set() throws SQLException {
        assertThat(sql.refusal(value("boolean_value", ":organic, 'BOOLEAN', 'PRODUCT', true")))
                .isEqualTo("attribute_value_set_fkey");
    }

    @Test
    void a_value_by_another_set_than_the_products() throws SQLException {
        assertThat(sql.refusal(
                        "insert into catalog.attribute_value (tenant_id, product_id, attribute_set_id, attribute_id, type, level, option_id)"
                                + " values (:t, :bag, :tea, :roast, 'SELECT', 'PRODUCT', :light)"))
                .isEqualTo("attribute_value_product_fkey");
    }

    @Test
    void an_attribute_at_the_wrong_level() throws SQLException {
        assertThat(sql.refusal(value("option_id", ":size, 'SELECT', 'PRODUCT', :small")))
                .isEqualTo("attribute_value_set_fkey");
        assertThat(sql.refusal(value("option_id", ":size, 'SELECT', 'VARIANT', :small")))
                .isEqualTo("attribute_value_level_check");
    }

    @Test
    void a_second_value_for_a_single_valued_attribute() throws SQLException {
        sql.run(ROASTED);

        assertThat(sql.refusal(ROASTED)).isEqualTo("attribute_value_single_key");
        assertThat(sql.refusal(value("option_id, position", ":roast, 'SELECT', 'PRODUCT', :light, 1")))
                .isEqualTo("attribute_value_single_check");
    }

    @Test
    void the_same_option_twice() throws SQLException {
        sql.run(value("option_id", ":notes, 'MULTI_SELECT', 'PRODUCT', :berry"));

        assertThat(sql.refusal(value("option_id, position", ":notes, 'MULTI_SELECT', 'PRODUCT', :berry, 1")))
                .isEqualTo("attribute_value_option_key");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    integer_value | :altitude, 'INTEGER', 'PRODUCT', 499         | attribute_value_min_check
                    integer_value | :altitude, 'INTEGER', 'PRODUCT', 3001        | attribute_value_max_check
                    decimal_value | :moisture, 'MEASURE', 'PRODUCT', 12.500001   | attribute_value_max_check
                    date_value    | :harvest, 'DATE', 'PRODUCT', '2019-12-31'    | attribute_value_min_check
                    text_value    | :lot, 'TEXT', 'PRODUCT', 'A1'                | attribute_value_length_check
                    text_value    | :lot, 'TEXT', 'PRODUCT', 'ABCDEFG12'         | attribute_value_length_check
                    text_value    | :lot, 'TEXT', 'PRODUCT', 'ab12'              | attribute_value_pattern_check
                    """, quoteCharacter = '"')
    void a_value_outside_the_bounds(String column, String values, String constraint) throws SQLException {
        assertThat(sql.refusal(value(column, values))).isEqualTo(constraint);
    }

    @Test
    void bounds_that_leave_a_value_outside() throws SQLException {
        sql.run(value("integer_value", ":altitude, 'INTEGER', 'PRODUCT', 1900"));

        assertThat(sql.refusal("update catalog.attribute set max_value = 1899 where tenant_id = :t and id = :altitude"))
                .isEqualTo("attribute_narrowed_check");
    }

    @Test
    void publishing_without_a_required_attribute() throws SQLException {
        sql.run(SIZED, VARIANT_VALUE.formatted(":bag_2", ":large"));
        assertThat(sql.refusal(PUBLISH)).isEqualTo("product_required_check");

        sql.run(PUBLISH, ROASTED);

        assertThat(sql.text("select status from catalog.product where tenant_id = :t and id = :bag"))
                .isEqualTo("ACTIVE");
        assertThat(sql.refusal("delete from catalog.attribute_value where tenant_id = :t and attribute_id = :roast"))
                .isEqualTo("product_required_check");
        assertThat(
                        sql.refusal(
                                "update catalog.attribute_set_attribute set required = true where tenant_id = :t and attribute_id = :lot"))
                .isEqualTo("product_required_check");
    }

    @Test
    void a_variant_on_sale_without_an_option_on_each_axis() throws SQLException {
        sql.run(ROASTED, SIZED, VARIANT_VALUE.formatted(":bag_2", ":large"), PUBLISH);

        assertThat(
                        sql.refusal(
                                "insert into catalog.variant (tenant_id, id, product_id, kind, sku) values (:t, :bag_3, :bag, 'CONFIGURABLE', 'BAG-3')"))
                .isEqualTo("product_required_check");
    }

    @Test
    void one_combination_of_options_twice() throws SQLException {
        sql.run(SIZED);

        assertThat(sql.refusal(VARIANT_VALUE.formatted(":bag_2", ":small"))).isEqualTo("variant_axis_key");
    }

    @Test
    void a_second_variant_of_a_simple_product() throws SQLException {
        assertThat(sql.refusal("update catalog.product set kind = 'SIMPLE' where tenant_id = :t and id = :bag"))
                .isEqualTo("variant_single_key");
    }

    @Test
    void an_sku_twice_unless_the_other_is_deleted() throws SQLException {
        String again =
                "insert into catalog.variant (tenant_id, id, product_id, kind, sku) values (:t, :bag_3, :bag, 'CONFIGURABLE', 'BAG-1')";
        assertThat(sql.refusal(again)).isEqualTo("variant_sku_key");

        sql.run("update catalog.variant set deleted_at = now() where tenant_id = :t and id = :bag_1", again);

        assertThat(sql.refusal("update catalog.variant set deleted_at = null where tenant_id = :t and id = :bag_1"))
                .isEqualTo("variant_sku_key");
    }

    @Test
    void a_category_beneath_itself() throws SQLException {
        sql.run(
                "insert into catalog.category (tenant_id, id, parent_id, slug, names) values (:t, :a, null, 'a', '{\"en\": \"A\"}'),"
                        + " (:t, :b, :a, 'b', '{\"en\": \"B\"}'), (:t, :c, :b, 'c', '{\"en\": \"C\"}')");

        assertThat(sql.refusal("update catalog.category set parent_id = :c where tenant_id = :t and id = :a"))
                .isEqualTo("category_cycle_check");
        assertThat(
                        sql.refusal(
                                "insert into catalog.category_closure (tenant_id, ancestor_id, descendant_id, depth) values (:t, :c, :a, 1)"))
                .isEqualTo("category_cycle_key");
        assertThat(sql.refusal("update catalog.category set deleted_at = now() where tenant_id = :t and id = :b"))
                .isEqualTo("category_children_check");
    }

    @Test
    void a_bundle_in_a_bundle() throws SQLException {
        sql.run(
                "insert into catalog.product (tenant_id, id, kind, locale, name, slug) values (:t, :gift, 'BUNDLE', 'en', 'Gift', 'gift'), (:t, :box, 'BUNDLE', 'en', 'Box', 'box')",
                "insert into catalog.variant (tenant_id, id, product_id, kind, sku) values (:t, :gift_1, :gift, 'BUNDLE', 'GIFT')");

        assertThat(
                        sql.refusal(
                                "insert into catalog.product_bundle_item (tenant_id, product_id, variant_id, component_kind) values (:t, :box, :gift_1, 'BUNDLE')"))
                .isEqualTo("product_bundle_item_component_check");
        assertThat(
                        sql.refusal(
                                "insert into catalog.product_bundle_item (tenant_id, product_id, variant_id, component_kind) values (:t, :bag, :bag_1, 'CONFIGURABLE')"))
                .isEqualTo("product_bundle_item_product_fkey");
    }

    @Test
    void ratings_are_counted_by_the_database() throws SQLException {
        sql.run(
                "insert into catalog.review (tenant_id, id, product_id, author_name, rating, locale, status, moderated_at) values"
                        + " (:t, :r1, :bag, 'Abebe', 5, 'am', 'APPROVED', now()), (:t, :r2, :bag, 'Sara', 2, 'am', 'APPROVED', now()), (:t, :r3, :bag, 'Awa', 1, 'fr', 'PENDING', null)");
        sql.run("update catalog.review set status = 'REJECTED' where tenant_id = :t and id = :r2");

        assertThat(
                        sql.text(
                                "select concat_ws(' ', review_count, rating_sum, five_stars, two_stars, one_star) from catalog.product_rating where tenant_id = :t"))
                .isEqualTo("1 5 1 0 0");
    }

    @Test
    void search_folds_accents_scripts_and_letters_that_sound_alike() throws SQLException {
        assertThat(sql.text("select catalog.fold('ይርጋጨፌ ቡና፣ Café «Élan» NEUF!')"))
                .isEqualTo("yrgachefe buna cafe elan neuf");
        assertThat(
                        sql.text(
                                "select catalog.fold('ሐበሻ') = catalog.fold('ሀበሻ') and catalog.fold('ፀሐይ') = catalog.fold('ጸሀይ')"))
                .isEqualTo("t");
    }
}
