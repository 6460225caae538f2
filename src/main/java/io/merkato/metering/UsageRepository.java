package io.merkato.metering;

import static io.merkato.jooq.metering.Tables.ACTIVE_USER;
import static io.merkato.jooq.metering.Tables.NODE_DAY;
import static io.merkato.jooq.metering.Tables.USAGE_DAY;
import static java.util.Objects.requireNonNull;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.unnest;
import static org.jooq.impl.DSL.val;

import io.merkato.tenancy.TenantContext;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.SQLDataType;
import org.springframework.stereotype.Repository;

@Repository
class UsageRepository {

    private static final Field<Long> UNKNOWN = inline(null, SQLDataType.BIGINT);

    /**
     * Says what a node has counted of a day so far; to say it again changes nothing.
     *
     * @param users who came since it was last said
     */
    void count(TenantContext tenant, UUID node, LocalDate day, long requests, long bytes, Collection<Long> users) {
        tenant.sql()
                .insertInto(NODE_DAY)
                .set(NODE_DAY.TENANT_ID, tenant.id())
                .set(NODE_DAY.DAY, day)
                .set(NODE_DAY.NODE, node)
                .set(NODE_DAY.REQUESTS, requests)
                .set(NODE_DAY.BYTES, bytes)
                .onConflict(NODE_DAY.TENANT_ID, NODE_DAY.DAY, NODE_DAY.NODE)
                .doUpdate()
                .set(NODE_DAY.REQUESTS, greatest(NODE_DAY.REQUESTS, excluded(NODE_DAY.REQUESTS)))
                .set(NODE_DAY.BYTES, greatest(NODE_DAY.BYTES, excluded(NODE_DAY.BYTES)))
                .execute();
        if (!users.isEmpty()) {
            Table<?> marks = unnest(val(users.toArray(Long[]::new), SQLDataType.BIGINT.array()))
                    .as("marks", "mark");
            tenant.sql()
                    .insertInto(ACTIVE_USER, ACTIVE_USER.TENANT_ID, ACTIVE_USER.DAY, ACTIVE_USER.MARK)
                    .select(select(
                                    val(tenant.id(), ACTIVE_USER.TENANT_ID),
                                    val(day, ACTIVE_USER.DAY),
                                    requireNonNull(marks.field("mark", Long.class)))
                            .from(marks))
                    .onConflictDoNothing()
                    .execute();
        }
    }

    /** As far as it is written down, whichever node had them. */
    long requests(TenantContext tenant, LocalDate from, LocalDate to) {
        return tenant.sql()
                .select(field(select(coalesce(sum(USAGE_DAY.REQUESTS), inline(0)))
                                .from(USAGE_DAY)
                                .where(tenant.owns(USAGE_DAY))
                                .and(USAGE_DAY.DAY.between(from, to)))
                        .plus(field(select(coalesce(sum(NODE_DAY.REQUESTS), inline(0)))
                                .from(NODE_DAY)
                                .where(tenant.owns(NODE_DAY))
                                .and(NODE_DAY.DAY.between(from, to))))
                        .cast(SQLDataType.BIGINT))
                .fetchSingle()
                .value1();
    }

    /** The days of which something is known, the first first. */
    List<UsageDay> between(TenantContext tenant, LocalDate from, LocalDate to) {
        Table<?> known = select(
                        USAGE_DAY.DAY,
                        USAGE_DAY.REQUESTS,
                        USAGE_DAY.BYTES,
                        USAGE_DAY.ACTIVE_USERS,
                        USAGE_DAY.PRODUCTS,
                        USAGE_DAY.ORDERS,
                        USAGE_DAY.STORAGE_BYTES)
                .from(USAGE_DAY)
                .where(tenant.owns(USAGE_DAY))
                .and(USAGE_DAY.DAY.between(from, to))
                .unionAll(select(NODE_DAY.DAY, NODE_DAY.REQUESTS, NODE_DAY.BYTES, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN)
                        .from(NODE_DAY)
                        .where(tenant.owns(NODE_DAY))
                        .and(NODE_DAY.DAY.between(from, to)))
                .asTable("known");
        Field<LocalDate> day = of(known, USAGE_DAY.DAY);
        return tenant.sql()
                .select(
                        day,
                        sum(of(known, USAGE_DAY.REQUESTS)).cast(SQLDataType.BIGINT),
                        sum(of(known, USAGE_DAY.BYTES)).cast(SQLDataType.BIGINT),
                        coalesce(max(of(known, USAGE_DAY.ACTIVE_USERS)), users(tenant, day))
                                .cast(SQLDataType.INTEGER),
                        max(of(known, USAGE_DAY.PRODUCTS)),
                        max(of(known, USAGE_DAY.ORDERS)),
                        max(of(known, USAGE_DAY.STORAGE_BYTES)))
                .from(known)
                .groupBy(day)
                .orderBy(day)
                .fetch(mapping(UsageDay::new));
    }

    private static <T> Field<T> of(Table<?> known, TableField<?, T> field) {
        return requireNonNull(known.field(field));
    }

    private static Field<Long> users(TenantContext tenant, Field<LocalDate> day) {
        return field(selectCount()
                        .from(ACTIVE_USER)
                        .where(tenant.owns(ACTIVE_USER))
                        .and(ACTIVE_USER.DAY.eq(day)))
                .cast(SQLDataType.BIGINT);
    }

    /** Puts in one row what all nodes counted of each earlier day, and how many people were there. */
    void close(TenantContext tx, LocalDate before) {
        tx.requireTransaction();
        tx.sql()
                .insertInto(USAGE_DAY, USAGE_DAY.TENANT_ID, USAGE_DAY.DAY, USAGE_DAY.REQUESTS, USAGE_DAY.BYTES)
                .select(select(
                                NODE_DAY.TENANT_ID,
                                NODE_DAY.DAY,
                                sum(NODE_DAY.REQUESTS).cast(SQLDataType.BIGINT),
                                sum(NODE_DAY.BYTES).cast(SQLDataType.BIGINT))
                        .from(NODE_DAY)
                        .where(tx.owns(NODE_DAY))
                        .and(NODE_DAY.DAY.lt(before))
                        .groupBy(NODE_DAY.TENANT_ID, NODE_DAY.DAY))
                .onConflict(USAGE_DAY.TENANT_ID, USAGE_DAY.DAY)
                .doUpdate()
                .set(USAGE_DAY.REQUESTS, USAGE_DAY.REQUESTS.plus(excluded(USAGE_DAY.REQUESTS)))
                .set(USAGE_DAY.BYTES, USAGE_DAY.BYTES.plus(excluded(USAGE_DAY.BYTES)))
                .execute();
        tx.sql()
                .deleteFrom(NODE_DAY)
                .where(tx.owns(NODE_DAY))
                .and(NODE_DAY.DAY.lt(before))
                .execute();
        tx.sql()
                .update(USAGE_DAY)
                .set(USAGE_DAY.ACTIVE_USERS, users(tx, USAGE_DAY.DAY))
                .where(tx.owns(USAGE_DAY))
                .and(USAGE_DAY.DAY.lt(before))
                .and(USAGE_DAY.ACTIVE_USERS.isNull())
                .execute();
        tx.sql()
                .deleteFrom(ACTIVE_USER)
                .where(tx.owns(ACTIVE_USER))
                .and(ACTIVE_USER.DAY.lt(before))
                .execute();
    }

    void measured(TenantContext tenant, LocalDate day, long products, long orders, long storageBytes) {
        tenant.sql()
                .insertInto(USAGE_DAY)
                .set(USAGE_DAY.TENANT_ID, tenant.id())
                .set(USAGE_DAY.DAY, day)
                .set(USAGE_DAY.PRODUCTS, products)
                .set(USAGE_DAY.ORDERS, orders)
                .set(USAGE_DAY.STORAGE_BYTES, storageBytes)
                .onConflict(USAGE_DAY.TENANT_ID, USAGE_DAY.DAY)
                .doUpdate()
                .set(USAGE_DAY.PRODUCTS, products)
                .set(USAGE_DAY.ORDERS, orders)
                .set(USAGE_DAY.STORAGE_BYTES, storageBytes)
                .execute();
    }

    void deleteAllBefore(TenantContext tenant, LocalDate day) {
        tenant.sql()
                .deleteFrom(USAGE_DAY)
                .where(tenant.owns(USAGE_DAY))
                .and(USAGE_DAY.DAY.lt(day))
                .execute();
    }
}
