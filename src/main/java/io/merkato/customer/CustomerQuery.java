package io.merkato.customer;

import static io.merkato.jooq.customer.Tables.CUSTOMER_;
import static org.jooq.impl.DSL.noCondition;

import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jooq.Condition;
import org.jooq.SortField;
import org.jspecify.annotations.Nullable;

/** Which customers, in which order. */
record CustomerQuery(
        @Nullable CustomerWhere where,
        @Nullable String search,
        @Nullable CustomerSort sort) {

    Condition which(TenantContext tenant) {
        Condition there = CUSTOMER_.DELETED_AT.isNull();
        if (where != null && where.asksForDeleted()) {
            there = there.or(
                    CUSTOMER_.DELETED_AT.ge(CustomerUpkeep.restorableSince()).and(CUSTOMER_.MERGED_INTO_ID.isNull()));
        }
        return there.and(where == null ? noCondition() : where.in(tenant).condition())
                .and(search == null ? noCondition() : CustomerWords.match(tenant, search));
    }

    List<SortField<?>> order() {
        return sort == null ? CustomerSort.NEWEST_FIRST.order() : sort.order();
    }
}
