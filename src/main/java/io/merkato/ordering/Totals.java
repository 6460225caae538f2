package io.merkato.ordering;

import io.merkato.money.Money;
import java.util.Collection;
import java.util.Currency;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a cart or an order comes to; each figure is the sum of the lines' and shipping's.
 *
 * @param discount of lines and shipping
 * @param tax of lines and shipping, whether prices include it or not
 */
public record Totals(Money subtotal, Money shipping, Money discount, Money tax, Money total) {

    static Totals of(Currency currency, Collection<LineAmounts> lines, LineAmounts shipping) {
        Function<Function<LineAmounts, Money>, Money> all = of -> Money.sum(
                currency,
                Stream.concat(lines.stream(), Stream.of(shipping)).map(of).toList());
        return new Totals(
                Money.sum(currency, lines.stream().map(LineAmounts::subtotal).toList()),
                shipping.subtotal(),
                all.apply(LineAmounts::discount),
                all.apply(LineAmounts::tax),
                all.apply(LineAmounts::total));
    }
}
