package io.merkato.bulk;

import io.merkato.api.DateTimeRange;
import io.merkato.ledger.AccountStatements;
import io.merkato.ledger.LedgerAccount;
import io.merkato.ledger.StatementLine;
import io.merkato.tenancy.TenantContext;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Writes the statement of an account, some entries at a time. What is dated into it while it is written may be missing, and is never counted
 * without being there.
 */
@Component
class StatementExport {

    private static final int PAGE = 1000;

    private final AccountStatements statements;

    StatementExport(AccountStatements statements) {
        this.statements = statements;
    }

    void write(TenantContext tenant, LedgerAccount account, DateTimeRange range, Writer to) throws IOException {
        var writer = new StatementWriter(to, account, statements.before(tenant, account, range.from()));
        writer.open(range.from());
        StatementLine last = null;
        List<StatementLine> page;
        do {
            page = statements.page(tenant, account, range, last, PAGE);
            page.forEach(writer::write);
            last = page.isEmpty() ? last : page.getLast();
        } while (page.size() == PAGE);
        writer.close(range.to());
    }
}
