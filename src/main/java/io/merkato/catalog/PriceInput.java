package io.merkato.catalog;

import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;
import static io.merkato.api.UserErrorCode.TAKEN;
import static io.merkato.jooq.catalog.Tables.VARIANT_PRICE;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A price to set.
 *
 * @param compareAtPrice what it cost before, in the same currency
 */
record PriceInput(MoneyInput price, @Nullable BigDecimal compareAtPrice) {

    /** A price with the variant it is of, checked. */
    record Of(
            ProductVariant.Id variant,
            Money price,
            @Nullable Money compareAt,
            List<String> place) {
        @Nullable
        MinorUnits compareAtUnits() {
            return MinorUnits.of(compareAt);
        }
    }

    /** @param place from the arguments down */
    Of of(ProductVariant.Id variant, List<String> place) {
        Money amount = price.money(member(place, "price"));
        String[] then = member(place, "compareAtPrice");
        Money before = compareAtPrice == null ? null : new MoneyInput(compareAtPrice, price.currency()).money(then);
        if (before != null && before.compareTo(amount) < 0) {
            throw new Refused(Refusal.of(OUT_OF_RANGE, "The price before is not lower than the price.", then));
        }
        return new Of(variant, amount, before, place);
    }

    private static String[] member(List<String> place, String name) {
        return Stream.concat(place.stream(), Stream.of(name)).toArray(String[]::new);
    }

    static List<Of> of(ProductVariant.Id variant, @Nullable List<PriceInput> prices, String... path) {
        if (prices == null) {
            return List.of();
        }
        var byCurrency = new LinkedHashMap<Currency, Of>();
        for (int i = 0; i < prices.size(); i++) {
            PriceInput price = prices.get(i);
            List<String> place = List.of(member(List.of(path), "" + i));
            if (byCurrency.put(price.price.currency(), price.of(variant, place)) != null) {
                throw new Refused(Refusal.of(
                        TAKEN, "There are two prices in " + price.price.currency() + ".", member(place, "price")));
            }
        }
        return List.copyOf(byCurrency.values());
    }

    /** In the currencies given; prices in others stay. */
    static void write(TenantContext tx, List<Of> prices) {
        if (prices.isEmpty()) {
            return;
        }
        tx.write(
                prices,
                Of::place,
                some -> Rows.of(some)
                        .with(VARIANT_PRICE.VARIANT_ID, Of::variant)
                        .with(VARIANT_PRICE.CURRENCY, of -> of.price.currency())
                        .with(VARIANT_PRICE.AMOUNT, of -> of.price.withoutCurrency())
                        .with(VARIANT_PRICE.COMPARE_AT, Of::compareAtUnits)
                        .insertInto(tx, VARIANT_PRICE)
                        .onConflict(VARIANT_PRICE.TENANT_ID, VARIANT_PRICE.VARIANT_ID, VARIANT_PRICE.CURRENCY)
                        .doUpdate()
                        .set(VARIANT_PRICE.AMOUNT, DSL.excluded(VARIANT_PRICE.AMOUNT))
                        .set(VARIANT_PRICE.COMPARE_AT, DSL.excluded(VARIANT_PRICE.COMPARE_AT))
                        .execute());
    }
}
