package io.merkato.store;

import static io.merkato.jooq.store.Tables.STORE_;
import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.IdMatch;
import io.merkato.api.Sql;
import io.merkato.api.StringMatch;
import io.merkato.api.Where;
import java.util.List;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** Which stores a list holds. */
record StoreWhere(
        @Nullable List<StoreWhere> and,
        @Nullable List<StoreWhere> or,
        @Nullable StoreWhere not,
        @Nullable IdMatch id,
        @Nullable StringMatch code,
        @Nullable StringMatch name,
        @Nullable StatusMatch status)
        implements Where<StoreWhere> {

    record StatusMatch(Store.@Nullable Status eq, @Nullable List<Store.Status> oneOf) {
        Condition condition() {
            return (eq == null ? noCondition() : STORE_.STATUS.eq(eq))
                    .and(oneOf == null ? noCondition() : Sql.isAny(STORE_.STATUS, oneOf));
        }
    }

    @Override
    public Condition own() {
        return (id == null ? noCondition() : id.on(STORE_.ID, Store.Id::new))
                .and(code == null ? noCondition() : code.on(STORE_.CODE))
                .and(name == null ? noCondition() : name.on(STORE_.NAME))
                .and(status == null ? noCondition() : status.condition());
    }
}
