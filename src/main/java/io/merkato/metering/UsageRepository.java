package io.merkato.metering;

import static io.merkato.jooq.metering.Tables.ACTIVE_USER;
import static io.merkato.jooq.metering.Tables.USAGE_DAY;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.val;

import io.merkato.tenancy.TenantContext;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Repository;

@Repository
class UsageRepository {

    /** @return the requests of that month so far, whichever node had them */
    long add(TenantContext tenant, LocalDate day, long requests, long bytes, Collection<Long> users) {
        tenant.sql()
                .insertInto(USAGE_DAY)
                .set(USAGE_DAY.TENANT_ID, tenant.id())
                .set(USAGE_DAY.DAY, day)
                .set(USAGE_DAY.REQUESTS, requests)
                .set(USAGE_DAY.BYTES, bytes)
                .onConflict(USAGE_DAY.TENANT_ID, USAGE_DAY.DAY)
                .doUpdate()
                .set(USAGE_DAY.REQUESTS, USAGE_DAY.REQUESTS.plus(excluded(USAGE_DAY.REQUESTS)))
                .set(USAGE_DAY.BYTES, USAGE_DAY.BYTES.plus(excluded(USAGE_DAY.BYTES)))
                .execute();
        if (!users.isEmpty()) {
            tenant.sql()
                    .insertInto(ACTIVE_USER, ACTIVE_USER.TENANT_ID, ACTIVE_USER.DAY, ACTIVE_USER.MARK)
                    .valuesOfRows(users.stream()
                            .map(mark -> org.jooq.impl.DSL.row(tenant.id(), day, mark))
                            .toList())
                    .onConflictDoNothing()
                    .execute();
        }
        return tenant.sql()
                .select(coalesce(sum(USAGE_DAY.REQUESTS), val(0)).cast(Long.class))
                .from(USAGE_DAY)
                .where(tenant.owns(USAGE_DAY))
                .and(USAGE_DAY.DAY.between(day.withDayOfMonth(1), day.withDayOfMonth(day.lengthOfMonth())))
                .fetchSingle()
                .value1();
    }

    /** The days of which something is known, the first first. */
    List<UsageDay> between(TenantContext tenant, LocalDate from, LocalDate to) {
        return tenant.sql()
                .select(
                        USAGE_DAY.DAY,
                        USAGE_DAY.REQUESTS,
                        USAGE_DAY.BYTES,
                        field(selectCount()
                                .from(ACTIVE_USER)
                                .where(ACTIVE_USER.TENANT_ID.eq(USAGE_DAY.TENANT_ID))
                                .and(ACTIVE_USER.DAY.eq(USAGE_DAY.DAY))))
                .from(USAGE_DAY)
                .where(tenant.owns(USAGE_DAY))
                .and(USAGE_DAY.DAY.between(from, to))
                .orderBy(USAGE_DAY.DAY)
                .fetch(mapping(UsageDay::new));
    }
}
