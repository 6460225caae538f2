package io.merkato.money;

import java.math.BigDecimal;

/**
 * A share of an amount, as of a tax or a discount, in parts per million: 15 % is 150 000, and 8.375 % is exact.
 *
 * @param partsPerMillion 0 to 10 000 000, which is 1 000 %
 */
public record Rate(long partsPerMillion) implements Comparable<Rate> {

    public static final Rate ZERO = new Rate(0);

    static final long WHOLE = 1_000_000;

    static final long MOST = 10 * WHOLE;

    public Rate {
        if (partsPerMillion < 0 || partsPerMillion > MOST) {
            throw new IllegalArgumentException(
                    "a rate is 0 to 1000 %, not of " + partsPerMillion + " parts per million");
        }
    }

    /**
     * Reads a rate as people write it: {@code 15} or {@code 8.375}.
     *
     * @throws ArithmeticException if it has more than four decimals, or does not fit 64 bits
     * @throws IllegalArgumentException if it is below 0 or above 1 000
     */
    public static Rate ofPercent(BigDecimal percent) {
        return new Rate(percent.movePointRight(4).longValueExact());
    }

    /** As people write it, without needless zeros. */
    public BigDecimal percent() {
        BigDecimal percent = BigDecimal.valueOf(partsPerMillion, 4).stripTrailingZeros();
        return percent.scale() < 0 ? percent.setScale(0) : percent;
    }

    @Override
    public int compareTo(Rate other) {
        return Long.compare(partsPerMillion, other.partsPerMillion);
    }
}
