package io.merkato.ordering;

import io.merkato.money.Money;
import java.util.Currency;

/**
 * What an order holds of what was not paid with money.
 *
 * @param credit of store credit and gift cards; what went back as store credit in place of money is none of it
 */
public record OtherMeans(Money points, Money credit) {

    public static OtherMeans none(Currency currency) {
        return new OtherMeans(Money.zero(currency), Money.zero(currency));
    }

    public Money all() {
        return points.plus(credit);
    }
}
