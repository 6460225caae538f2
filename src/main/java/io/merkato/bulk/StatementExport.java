package io.merkato.bulk;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.merkato.api.DateTimeRange;
import io.merkato.ledger.AccountStatements;
import io.merkato.ledger.LedgerAccount;
import io.merkato.ledger.StatementLine;
import io.merkato.money.Money;
import io.merkato.tenancy.TenantContext;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Writes the statement of an account: what it came to, each entry with what it came to after it, and all of them together. Some entries at a
 * time; what is dated into the statement while it is written may be missing, and never counted without being there.
 */
@Component
class StatementExport {

    private static final int PAGE = 1000;

    private final AccountStatements statements;

    StatementExport(AccountStatements statements) {
        this.statements = statements;
    }

    void write(TenantContext tenant, LedgerAccount account, DateTimeRange range, Writer to) throws IOException {
        var csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(to);
        csv.writeRecord("At", "Event", "Transfer", "Reference", "Subject", "Debit", "Credit", "Balance", "Unit");
        var none = Money.zero(account.currency());
        Money sum = statements.before(tenant, account, range.from());
        Money debits = none;
        Money credits = none;
        bound(csv, account, range.from(), "OPENING", null, null, sum);
        StatementLine last = null;
        List<StatementLine> page;
        do {
            page = statements.page(tenant, account, range, last, PAGE);
            for (StatementLine line : page) {
                boolean debit = line.amount().minorUnits() > 0;
                sum = sum.plus(line.amount());
                debits = debit ? debits.plus(line.amount()) : debits;
                credits = debit ? credits : credits.minus(line.amount());
                csv.writeRecord(
                        line.occurredAt().toString(),
                        line.kind().name(),
                        line.transferId().text(),
                        FormulaGuard.write(line.reference()),
                        FormulaGuard.write(line.subject()),
                        debit ? number(line.amount()) : "",
                        debit ? "" : number(none.minus(line.amount())),
                        balance(account, sum),
                        account.unit());
                last = line;
            }
            csv.flush();
        } while (page.size() == PAGE);
        bound(csv, account, range.to(), "CLOSING", debits, credits, sum);
        csv.flush();
    }

    private static void bound(
            CsvWriter csv,
            LedgerAccount account,
            @Nullable Instant at,
            String event,
            @Nullable Money debits,
            @Nullable Money credits,
            Money sum) {
        csv.writeRecord(
                at == null ? "" : at.toString(),
                event,
                "",
                "",
                "",
                debits == null ? "" : number(debits),
                credits == null ? "" : number(credits),
                balance(account, sum),
                account.unit());
    }

    /** Above 0 on the side on which the account grows, as the API says it. */
    private static String balance(LedgerAccount account, Money sum) {
        return number(account.code().accountClass().isDebited() ? sum : sum.times(-1));
    }

    /** Digits alone, with a sign where it is below 0: a number to every spreadsheet, and no formula. */
    private static String number(Money amount) {
        return amount.amount().toPlainString();
    }
}
