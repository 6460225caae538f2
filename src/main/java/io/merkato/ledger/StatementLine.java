package io.merkato.ledger;

import io.merkato.money.Money;
import java.time.Instant;
import java.util.Currency;

/** One entry of an account with what it is of. @param units above 0 a debit, below 0 a credit */
public record StatementLine(
        Instant occurredAt,
        LedgerTransfer.Id transferId,
        int line,
        TransferKind kind,
        String reference,
        String subject,
        String unit,
        long units) {

    /** Where the unit is a currency. */
    public Money amount() {
        return new Money(units, Currency.getInstance(unit));
    }
}
