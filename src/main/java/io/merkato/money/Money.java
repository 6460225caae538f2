package io.merkato.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An amount of money. Its arithmetic is exact, and rounds HALF_UP (a tie away from zero) where it has to; what does not fit 64 bits is
 * an {@link ArithmeticException}, and what mixes currencies an {@link IllegalArgumentException}.
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

    public static Money zero(Currency currency) {
        return new Money(0, currency);
    }

    public static Money sum(Currency currency, Collection<Money> amounts) {
        return amounts.stream().reduce(zero(currency), Money::plus);
    }

    public BigDecimal amount() {
        return BigDecimal.valueOf(minorUnits, exponent(currency));
    }

    /** As a column takes it, whose row says the currency elsewhere. */
    public MinorUnits withoutCurrency() {
        return new MinorUnits(minorUnits);
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(minorUnits, same(other).minorUnits), currency);
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(minorUnits, same(other).minorUnits), currency);
    }

    public Money least(Money other) {
        return compareTo(same(other)) <= 0 ? this : other;
    }

    public Money times(long quantity) {
        return new Money(Math.multiplyExact(minorUnits, quantity), currency);
    }

    /** That share of it, rounded: 10 % of 0.25 is 0.03. */
    public Money portion(Rate rate) {
        return share(rate.partsPerMillion(), Rate.WHOLE);
    }

    /** {@code part} of {@code whole} equal parts of it, rounded. */
    public Money share(long part, long whole) {
        return new Money(
                new BigDecimal(BigInteger.valueOf(minorUnits).multiply(BigInteger.valueOf(part)))
                        .divide(BigDecimal.valueOf(whole), 0, RoundingMode.HALF_UP)
                        .longValueExact(),
                currency);
    }

    /**
     * What {@code count} units more of {@code whole} come to where {@code before} are settled already. Whatever the steps, all units
     * together come to exactly this amount: refunds in parts return what was charged.
     */
    public Money units(long before, long count, long whole) {
        if (before < 0 || count < 0 || count > whole - before) {
            throw new IllegalArgumentException(count + " after " + before + " are not of " + whole + " units");
        }
        return share(before + count, whole).minus(share(before, whole));
    }

    /**
     * Parts of it in proportion to the weights, which sum to exactly this amount: each gets its whole minor units, and what is left goes
     * to the largest remainders, of equal ones to the earlier. Where all weights are 0 they count as equal.
     *
     * @param weights none below 0, at least one
     */
    public List<Money> split(List<Money> weights) {
        weights.forEach(this::same);
        return splitBy(weights.stream().map(Money::minorUnits).toList());
    }

    /** As {@link #split}, in proportion to plain numbers, say quantities. */
    public List<Money> splitBy(List<Long> weights) {
        BigInteger sum = weights.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
        if (weights.isEmpty() || weights.stream().anyMatch(weight -> weight < 0)) {
            throw new IllegalArgumentException("weights are 0 or more, and there is one at least: " + weights);
        }
        if (sum.signum() == 0) {
            return splitBy(weights.stream().map(weight -> 1L).toList());
        }
        var amount = BigInteger.valueOf(minorUnits);
        List<BigInteger[]> shares = weights.stream()
                .map(weight -> amount.abs().multiply(BigInteger.valueOf(weight)).divideAndRemainder(sum))
                .toList();
        long[] parts = shares.stream().mapToLong(share -> share[0].longValue()).toArray();
        int left = amount.abs()
                .subtract(shares.stream().map(share -> share[0]).reduce(BigInteger.ZERO, BigInteger::add))
                .intValueExact();
        // the sort is stable, so equal remainders keep the order of the lines
        IntStream.range(0, parts.length)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> shares.get(i)[1]).reversed())
                .limit(left)
                .forEach(i -> parts[i]++);
        var split = new ArrayList<Money>(parts.length);
        for (long part : parts) {
            split.add(new Money(amount.signum() * part, currency));
        }
        return List.copyOf(split);
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(minorUnits, same(other).minorUnits);
    }

    private Money same(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(currency + " and " + other.currency + " do not go together");
        }
        return other;
    }

    private static int exponent(Currency currency) {
        return Math.max(0, currency.getDefaultFractionDigits());
    }
}
