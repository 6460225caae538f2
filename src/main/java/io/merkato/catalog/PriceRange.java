package io.merkato.catalog;

import io.merkato.money.Money;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/** The lowest and the highest of some prices. */
record PriceRange(Money min, Money max) {

    static @Nullable PriceRange of(@Nullable Long min, @Nullable Long max, Currency currency) {
        return min == null || max == null ? null : new PriceRange(new Money(min, currency), new Money(max, currency));
    }
}
