package io.merkato.ledger;

import io.merkato.money.Money;
import java.util.Currency;

/** @param units how many, in minor units where the unit is a currency */
record LedgerAmount(String unit, long units) {

    public Money money() {
        return new Money(units, Currency.getInstance(unit));
    }
}
