package io.merkato.ledger;

import io.merkato.money.Money;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/** @param units how many, in minor units where the unit is a currency */
record LedgerAmount(String unit, long units) {

    /** Null where the unit is no currency. */
    public @Nullable Money money() {
        return unit.length() == 3 ? new Money(units, Currency.getInstance(unit)) : null;
    }
}
