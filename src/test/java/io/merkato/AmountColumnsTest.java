package io.merkato;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.jooq.DefaultCatalog;
import io.merkato.money.MinorUnits;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Table;
import org.junit.jupiter.api.Test;

/** Amounts have a type in every table there is and every one to come, read from what the build made of the migrations. */
class AmountColumnsTest {

    private static final String AMOUNT_NAME =
            "([a-z_]+_)?(amount|price|subtotal|total|paid|refunded|tax|discount|cost|fee|balance)(_before)?";

    /** Stand in a row with a currency and are no amounts: sizes, weights, counts, a number given out, a rate, and limits of a plan. */
    private static final List<String> NO_AMOUNTS = List.of(
            "product_import.bytes",
            "product_import.bytes_read",
            "variant.weight_grams",
            "order.number",
            "cart.loyalty_points",
            "flash_sale_item.quantity",
            "flash_sale_item.sold",
            "coupon.rate",
            "programme_rate.earn_points",
            "programme_rate.cashback_rate",
            "programme_rate.redeem_points",
            "accrual.base",
            "accrual.points",
            "accrual.kept",
            "redemption.points",
            "redemption.returned",
            "points_movement.pending",
            "points_movement.available",
            "points_movement.owed",
            "plan.move_products",
            "plan.move_requests_monthly");

    @Test
    void a_column_named_as_an_amount_is_one() {
        assertThat(tables().flatMap(table -> numbers(table, Number.class))
                        .filter(field -> field.getName().matches(AMOUNT_NAME))
                        .map(AmountColumnsTest::name))
                .isEmpty();
    }

    @Test
    void a_whole_number_beside_a_currency_is_an_amount_or_on_the_list() {
        assertThat(tables().filter(table -> Arrays.stream(table.fields()).anyMatch(f -> f.getType() == Currency.class))
                        .flatMap(table -> numbers(table, Long.class))
                        .map(AmountColumnsTest::name))
                .containsExactlyInAnyOrderElementsOf(NO_AMOUNTS);
    }

    private static Stream<Table<?>> tables() {
        return DefaultCatalog.DEFAULT_CATALOG.getSchemas().stream().flatMap(schema -> schema.getTables().stream());
    }

    /** Stored as such a number, and not typed as an amount. */
    private static Stream<Field<?>> numbers(Table<?> table, Class<? extends Number> stored) {
        return Arrays.<Field<?>>stream(table.fields())
                .filter(field -> stored.isAssignableFrom(field.getConverter().fromType()))
                .filter(field -> field.getType() != MinorUnits.class);
    }

    private static String name(Field<?> field) {
        return String.join(".", field.getQualifiedName().getName());
    }
}
