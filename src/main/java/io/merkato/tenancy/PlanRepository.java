package io.merkato.tenancy;

import static io.merkato.jooq.tenancy.Tables.FEATURE;
import static io.merkato.jooq.tenancy.Tables.PLAN;
import static io.merkato.jooq.tenancy.Tables.PLAN_FEATURE;
import static io.merkato.jooq.tenancy.Tables.PLAN_LIMIT;
import static io.merkato.jooq.tenancy.Tables.TENANT;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;

import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record8;
import org.jooq.SelectJoinStep;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** The plans of the platform; they belong to no tenant. */
@Repository
class PlanRepository {

    private static final Field<Plan.LimitCode> LIMIT_CODE = PLAN_LIMIT.CODE.convertFrom(Plan.LimitCode::valueOf);
    private static final Field<BigDecimal> LIMIT =
            PLAN_LIMIT.VALUE.convertFrom(value -> value.signum() < 0 ? null : value.stripTrailingZeros());

    private static Field<@Nullable Long> orNever(Field<Long> figure) {
        return figure.convertFrom(value -> value < 0 ? null : value);
    }

    private static SelectJoinStep<
                    Record8<
                            String,
                            String,
                            Money,
                            Plan.Placement,
                            @Nullable Long,
                            @Nullable Long,
                            List<Plan.Feature>,
                            List<Plan.Limit>>>
            plans(DSLContext sql) {
        return sql.select(
                        PLAN.CODE,
                        PLAN.NAME,
                        row(PLAN.MONTHLY_PRICE, PLAN.CURRENCY).mapping(MinorUnits::in),
                        PLAN.PLACEMENT.convertFrom(Plan.Placement::valueOf),
                        orNever(PLAN.MOVE_PRODUCTS),
                        orNever(PLAN.MOVE_REQUESTS_MONTHLY),
                        multiset(select(FEATURE.CODE, FEATURE.NAME)
                                        .from(PLAN_FEATURE)
                                        .join(FEATURE)
                                        .on(FEATURE.CODE.eq(PLAN_FEATURE.FEATURE))
                                        .where(PLAN_FEATURE.PLAN.eq(PLAN.CODE))
                                        .orderBy(FEATURE.CODE))
                                .convertFrom(features -> features.map(mapping(Plan.Feature::new))),
                        multiset(select(LIMIT_CODE, LIMIT)
                                        .from(PLAN_LIMIT)
                                        .where(PLAN_LIMIT.PLAN.eq(PLAN.CODE))
                                        .orderBy(PLAN_LIMIT.CODE))
                                .convertFrom(limits -> limits.map(mapping(Plan.Limit::new))))
                .from(PLAN);
    }

    List<Plan> findAll(PlatformContext platform) {
        return plans(platform.sql()).orderBy(PLAN.POSITION).fetch(mapping(Plan::new));
    }

    Optional<Plan> find(TenantContext tenant, String code) {
        return plans(tenant.sql()).where(PLAN.CODE.eq(code)).fetchOptional(mapping(Plan::new));
    }

    /** The plan in force, read anew and on the transaction's connection: what decides a write is not taken from a cache. */
    Plan find(TenantContext tenant) {
        return plans(tenant.sql())
                .join(TENANT)
                .on(TENANT.PLAN.eq(PLAN.CODE))
                .where(TENANT.ID.eq(tenant.id()))
                .fetchSingle(mapping(Plan::new));
    }
}
