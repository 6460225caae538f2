package io.merkato.money;

import java.math.BigDecimal;
import java.util.Currency;

/**
 * An amount of money.
 *
 * @param minorUnits cents, santim, whole francs: as many decimals as ISO 4217 gives the currency
 */
public record Money(long minorUnits, Currency currency) implements Comparable<Money> {

    /**
     * Reads an amount as people write it.
     *
     * @throws ArithmeticException if it has more decimals than the currency, or does not fit 64 bits
     */
    public static Money of(BigDecimal amount, Currency currency) {
        return new Money(amount.movePointRight(exponent(currency)).longValueExact(), currency);
    }

    public BigDecimal amount() {
        return BigDecimal.valueOf(minorUnits, exponent(currency));
    }

    @Override
    public int compareTo(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(currency + " and " + other.currency + " do not compare");
        }
        return Long.compare(minorUnits, other.minorUnits);
    }

    private static int exponent(Currency currency) {
        return Math.max(0, currency.getDefaultFractionDigits());
    }
}
