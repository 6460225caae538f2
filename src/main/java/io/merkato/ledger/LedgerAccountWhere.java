package io.merkato.ledger;

import static io.merkato.jooq.ledger.Tables.ACCOUNT;
import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.StringMatch;
import io.merkato.api.Where;
import java.util.List;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** Which accounts, as the schema's input of this name says. */
record LedgerAccountWhere(
        @Nullable List<LedgerAccountWhere> and,
        @Nullable List<LedgerAccountWhere> or,
        @Nullable LedgerAccountWhere not,
        @Nullable AccountCodeMatch code,
        @Nullable StringMatch unit,
        @Nullable StringMatch holder)
        implements Where<LedgerAccountWhere> {

    @Override
    public Condition own() {
        return noCondition()
                .and(code == null ? noCondition() : code.on(ACCOUNT.CODE))
                .and(unit == null ? noCondition() : unit.on(ACCOUNT.UNIT))
                .and(holder == null ? noCondition() : holder.on(ACCOUNT.HOLDER));
    }
}
