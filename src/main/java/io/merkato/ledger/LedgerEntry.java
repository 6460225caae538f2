package io.merkato.ledger;

import io.merkato.money.MinorUnits;
import java.time.Instant;

/** One account's part in a transfer. @param amount above 0 a debit, below 0 a credit, in the account's unit */
public record LedgerEntry(
        LedgerTransfer.Id transferId,
        int line,
        LedgerAccount.Id accountId,
        String unit,
        MinorUnits amount,
        Instant occurredAt) {}
