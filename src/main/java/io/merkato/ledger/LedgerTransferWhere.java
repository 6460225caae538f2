package io.merkato.ledger;

import static io.merkato.jooq.ledger.Tables.TRANSFER;
import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.DateTimeRange;
import io.merkato.api.StringMatch;
import io.merkato.api.Where;
import java.util.List;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** Which transfers, as the schema's input of this name says. */
record LedgerTransferWhere(
        @Nullable List<LedgerTransferWhere> and,
        @Nullable List<LedgerTransferWhere> or,
        @Nullable LedgerTransferWhere not,
        @Nullable TransferKindMatch kind,
        @Nullable StringMatch reference,
        @Nullable StringMatch subject,
        @Nullable DateTimeRange occurredAt)
        implements Where<LedgerTransferWhere> {

    @Override
    public Condition own() {
        return noCondition()
                .and(kind == null ? noCondition() : kind.on(TRANSFER.KIND))
                .and(reference == null ? noCondition() : reference.on(TRANSFER.REFERENCE))
                .and(subject == null ? noCondition() : subject.on(TRANSFER.SUBJECT))
                .and(occurredAt == null ? noCondition() : occurredAt.on(TRANSFER.OCCURRED_AT));
    }
}
