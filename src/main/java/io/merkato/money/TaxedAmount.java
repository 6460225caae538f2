package io.merkato.money;

import java.util.Currency;

/**
 * What a line comes to without tax, its tax, and with tax. A line's amount is its unit price times its quantity, less its discounts;
 * its tax is rounded once, HALF_UP, and totals are sums of lines.
 */
public record TaxedAmount(Money net, Money tax, Money gross) {

    public TaxedAmount {
        if (!net.plus(tax).equals(gross)) {
            throw new IllegalArgumentException(net + " and " + tax + " are not " + gross);
        }
    }

    /** Of a store that enters prices without tax: {@code tax = round(net·r)}. */
    public static TaxedAmount ofNet(Money net, Rate rate) {
        Money tax = net.portion(rate);
        return new TaxedAmount(net, tax, net.plus(tax));
    }

    /** Of a store that enters prices with tax: {@code net = round(gross/(1+r))} and {@code tax = gross − net}. */
    public static TaxedAmount ofGross(Money gross, Rate rate) {
        Money net = gross.share(Rate.WHOLE, Rate.WHOLE + rate.partsPerMillion());
        return new TaxedAmount(net, gross.minus(net), gross);
    }

    public TaxedAmount plus(TaxedAmount other) {
        return new TaxedAmount(net.plus(other.net), tax.plus(other.tax), gross.plus(other.gross));
    }

    /** Nothing, for sums to start from. */
    public static TaxedAmount zero(Currency currency) {
        Money zero = Money.zero(currency);
        return new TaxedAmount(zero, zero, zero);
    }
}
