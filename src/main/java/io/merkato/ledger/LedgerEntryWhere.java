package io.merkato.ledger;

import static io.merkato.jooq.ledger.Tables.ENTRY;
import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.DateTimeRange;
import io.merkato.api.IdMatch;
import io.merkato.api.Where;
import java.util.List;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** Which entries, as the schema's input of this name says. */
record LedgerEntryWhere(
        @Nullable List<LedgerEntryWhere> and,
        @Nullable List<LedgerEntryWhere> or,
        @Nullable LedgerEntryWhere not,
        @Nullable IdMatch account,
        @Nullable IdMatch transfer,
        @Nullable DateTimeRange occurredAt)
        implements Where<LedgerEntryWhere> {

    @Override
    public Condition own() {
        return noCondition()
                .and(account == null ? noCondition() : account.on(ENTRY.ACCOUNT_ID, LedgerAccount.Id::new))
                .and(transfer == null ? noCondition() : transfer.on(ENTRY.TRANSFER_ID, LedgerTransfer.Id::new))
                .and(occurredAt == null ? noCondition() : occurredAt.on(ENTRY.OCCURRED_AT));
    }
}
