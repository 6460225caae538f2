package io.merkato.ledger;

import java.time.Instant;

/** One entry of an account with what it is of. @param units above 0 a debit, below 0 a credit */
public record StatementLine(
        Instant occurredAt,
        LedgerTransfer.Id transferId,
        int line,
        TransferKind kind,
        String reference,
        String subject,
        long units) {}
