package io.merkato.bulk;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.merkato.ledger.LedgerAccount;
import io.merkato.ledger.StatementLine;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes an account's entries as rows, with what it came to before, after each and in the end. */
final class StatementWriter {

    private final CsvWriter csv;
    private final LedgerAccount account;
    private long sum;
    private long debits;
    private long credits;

    /** @param before the debits less the credits so far */
    StatementWriter(Writer to, LedgerAccount account, long before) {
        this.csv = FormulaGuard.csv(to);
        this.account = account;
        this.sum = before;
    }

    void open(@Nullable Instant from) {
        csv.writeRecord("At", "Event", "Transfer", "Reference", "Subject", "Debit", "Credit", "Balance", "Unit");
        row(from, "OPENING", "", "", "", null, null);
    }

    void write(StatementLine line) {
        boolean debit = line.units() > 0;
        long units = Math.absExact(line.units());
        sum = Math.addExact(sum, line.units());
        debits = Math.addExact(debits, debit ? units : 0);
        credits = Math.addExact(credits, debit ? 0 : units);
        row(
                line.occurredAt(),
                line.kind().name(),
                line.transferId().text(),
                line.reference(),
                line.subject(),
                debit ? units : null,
                debit ? null : units);
    }

    void close(@Nullable Instant to) throws IOException {
        row(to, "CLOSING", "", "", "", debits, credits);
        csv.flush();
    }

    private void row(
            @Nullable Instant at,
            String event,
            String transfer,
            String reference,
            String subject,
            @Nullable Long debit,
            @Nullable Long credit) {
        boolean debited = account.code().accountClass().isDebited();
        csv.writeRecord(
                at == null ? "" : at.toString(),
                event,
                transfer,
                FormulaGuard.write(reference),
                FormulaGuard.write(subject),
                number(debit),
                number(credit),
                number(debited ? sum : Math.negateExact(sum)),
                account.unit());
    }

    /** Digits alone, with a sign where it is below 0: a number to every spreadsheet, and no formula. */
    private String number(@Nullable Long units) {
        return units == null ? "" : account.number(units).toPlainString();
    }
}
