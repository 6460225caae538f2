package io.merkato.bulk;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.merkato.ledger.LedgerAccount;
import io.merkato.ledger.StatementLine;
import io.merkato.money.Money;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes an account's entries as rows, with what it came to before, after each and in the end. */
final class StatementWriter {

    private final CsvWriter csv;
    private final LedgerAccount account;
    private Money sum;
    private Money debits;
    private Money credits;

    /** @param before the debits less the credits so far */
    StatementWriter(Writer to, LedgerAccount account, Money before) {
        this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(to);
        this.account = account;
        this.sum = before;
        this.debits = Money.zero(account.currency());
        this.credits = debits;
    }

    void open(@Nullable Instant from) {
        csv.writeRecord("At", "Event", "Transfer", "Reference", "Subject", "Debit", "Credit", "Balance", "Unit");
        row(from, "OPENING", "", "", "", null, null);
    }

    void write(StatementLine line) {
        boolean debit = line.amount().minorUnits() > 0;
        Money amount = debit ? line.amount() : line.amount().times(-1);
        sum = sum.plus(line.amount());
        debits = debit ? debits.plus(amount) : debits;
        credits = debit ? credits : credits.plus(amount);
        row(
                line.occurredAt(),
                line.kind().name(),
                line.transferId().text(),
                line.reference(),
                line.subject(),
                debit ? amount : null,
                debit ? null : amount);
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
            @Nullable Money debit,
            @Nullable Money credit) {
        boolean debited = account.code().accountClass().isDebited();
        csv.writeRecord(
                at == null ? "" : at.toString(),
                event,
                transfer,
                FormulaGuard.write(reference),
                FormulaGuard.write(subject),
                number(debit),
                number(credit),
                number(debited ? sum : sum.times(-1)),
                account.unit());
    }

    /** Digits alone, with a sign where it is below 0: a number to every spreadsheet, and no formula. */
    private static String number(@Nullable Money amount) {
        return amount == null ? "" : amount.amount().toPlainString();
    }
}
