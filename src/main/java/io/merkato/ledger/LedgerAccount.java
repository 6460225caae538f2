package io.merkato.ledger;

import io.merkato.api.TypeId;
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

    public Currency currency() {
        return Currency.getInstance(unit);
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
