package io.merkato.ledger;

import io.merkato.api.TypeId;
import io.merkato.money.Money;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.UUID;

/**
 * @param unit what it is counted in: a currency, or the id of the programme whose points they are
 * @param holder the id, as the API writes it, of whom it is kept for: the tenant, a customer
 */
public record LedgerAccount(Id id, AccountCode code, String unit, String holder) {

    /** Whether it is counted in a currency, and not in points. */
    boolean isMoney() {
        return unit.length() == 3;
    }

    /** So many units as people write them: money in its currency's digits, points whole. */
    public BigDecimal number(long units) {
        return isMoney() ? new Money(units, Currency.getInstance(unit)).amount() : BigDecimal.valueOf(units);
    }

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "ledger_account";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
