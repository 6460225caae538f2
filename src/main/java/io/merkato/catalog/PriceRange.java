package io.merkato.catalog;

import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import java.util.Collection;
import java.util.Collections;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/** The lowest and the highest of some prices. */
public record PriceRange(Money min, Money max) {

    /** Null of none. */
    public static @Nullable PriceRange of(Collection<Money> prices) {
        return prices.isEmpty() ? null : new PriceRange(Collections.min(prices), Collections.max(prices));
    }

    static @Nullable PriceRange of(@Nullable MinorUnits min, @Nullable MinorUnits max, Currency currency) {
        return min == null || max == null ? null : new PriceRange(min.in(currency), max.in(currency));
    }
}
