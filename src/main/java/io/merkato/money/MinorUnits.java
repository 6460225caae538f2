package io.merkato.money;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * An amount as a row keeps it, in the currency that another column of the row names, or of the row it belongs to; in the
 * ledger, in whole points too. In JSON it is its number.
 *
 * @param value cents, santim, whole francs, as {@link Money#minorUnits}
 */
public record MinorUnits(@JsonValue long value) implements Comparable<MinorUnits> {

    public static final MinorUnits ZERO = new MinorUnits(0);

    /** Null of null, for a column that may have no amount. */
    public static @Nullable MinorUnits of(@Nullable Money money) {
        return money == null ? null : money.withoutCurrency();
    }

    public Money in(Currency currency) {
        return new Money(value, currency);
    }

    @Override
    public int compareTo(MinorUnits other) {
        return Long.compare(value, other.value);
    }
}
