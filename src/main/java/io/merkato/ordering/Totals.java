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

    /** So many of a tenant's orders have room in its books, whose sums are 64 bits too. */
    static final long MOST = 1_000_000_000_000_000L;

    public static final String TOO_MUCH = "An order comes to no more than 10^15 of its currency's smallest unit.";

    /** Whether no order comes to so much; {@code order_most_check} keeps it out. */
    public boolean exceedsAnOrder() {
        return Math.max(subtotal.minorUnits(), total.minorUnits()) > MOST;
    }

    /** @throws ArithmeticException where it is more than an order comes to */
    void mustBeAnOrders() {
        if (exceedsAnOrder()) {
            throw new ArithmeticException("more than an order comes to");
        }
    }

    /** @throws ArithmeticException where it does not fit 64 bits */
    public static Totals of(Currency currency, Collection<LineAmounts> lines, LineAmounts shipping) {
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
