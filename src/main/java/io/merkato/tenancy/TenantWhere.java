package io.merkato.tenancy;

import static io.merkato.jooq.tenancy.Tables.TENANT;
import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.Sql;
import io.merkato.api.StringMatch;
import io.merkato.api.Where;
import java.util.List;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** Which tenants a list holds. */
record TenantWhere(
        @Nullable List<TenantWhere> and,
        @Nullable List<TenantWhere> or,
        @Nullable TenantWhere not,
        @Nullable StringMatch slug,
        @Nullable StringMatch name,
        @Nullable StatusMatch status,
        @Nullable StringMatch plan)
        implements Where<TenantWhere> {

    record StatusMatch(Tenant.@Nullable Status eq, @Nullable List<Tenant.Status> oneOf) {
        Condition condition() {
            return (eq == null ? noCondition() : TENANT.STATUS.eq(eq))
                    .and(oneOf == null ? noCondition() : Sql.isAny(TENANT.STATUS, oneOf));
        }
    }

    @Override
    public Condition own() {
        return (slug == null ? noCondition() : slug.on(TENANT.SLUG))
                .and(name == null ? noCondition() : name.on(TENANT.NAME))
                .and(status == null ? noCondition() : status.condition())
                .and(plan == null ? noCondition() : plan.on(TENANT.PLAN));
    }
}
