package io.merkato.channel;

import static io.merkato.jooq.channel.Tables.EXTERNAL_ORDER;

import io.merkato.api.Json;
import io.merkato.api.Sql;
import io.merkato.ordering.Order;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Record;
import org.jooq.SelectField;
import org.springframework.stereotype.Repository;

/** Which orders of sources became which. */
@Repository
class ExternalOrderRepository {

    private static final List<SelectField<?>> FIELDS = List.of(
            EXTERNAL_ORDER.EXTERNAL_SOURCE_ID,
            EXTERNAL_ORDER.EXTERNAL_ID,
            EXTERNAL_ORDER.ORDER_ID,
            EXTERNAL_ORDER.NUMBER,
            EXTERNAL_ORDER.DIGESTS,
            EXTERNAL_ORDER.IMPORTED_AT,
            EXTERNAL_ORDER.UPDATED_AT);

    private static ExternalOrder order(Record row) {
        var digests = new LinkedHashMap<String, String>();
        Json.object(row.get(EXTERNAL_ORDER.DIGESTS)).forEach((place, digest) -> digests.put(place, digest.toString()));
        return new ExternalOrder(
                row.get(EXTERNAL_ORDER.EXTERNAL_SOURCE_ID),
                row.get(EXTERNAL_ORDER.EXTERNAL_ID),
                row.get(EXTERNAL_ORDER.ORDER_ID),
                row.get(EXTERNAL_ORDER.NUMBER),
                digests,
                row.get(EXTERNAL_ORDER.IMPORTED_AT),
                row.get(EXTERNAL_ORDER.UPDATED_AT));
    }

    Map<Order.Id, ExternalOrder> byOrder(TenantContext tenant, Collection<Order.Id> orders) {
        return tenant.sql()
                .select(FIELDS)
                .from(EXTERNAL_ORDER)
                .where(tenant.owns(EXTERNAL_ORDER))
                .and(Sql.isAny(EXTERNAL_ORDER.ORDER_ID, orders))
                .fetchMap(EXTERNAL_ORDER.ORDER_ID, ExternalOrderRepository::order);
    }

    /** Those of them that were imported. */
    Map<String, ExternalOrder> find(TenantContext tenant, ExternalSource.Id source, Collection<String> externalIds) {
        return tenant.sql()
                .select(FIELDS)
                .from(EXTERNAL_ORDER)
                .where(tenant.owns(EXTERNAL_ORDER))
                .and(EXTERNAL_ORDER.EXTERNAL_SOURCE_ID.eq(source))
                .and(Sql.isAny(EXTERNAL_ORDER.EXTERNAL_ID, externalIds))
                .fetchMap(EXTERNAL_ORDER.EXTERNAL_ID, ExternalOrderRepository::order);
    }

    /** As {@link #find}, locked until the transaction ends, in an order that makes no two wait for each other. */
    Map<String, ExternalOrder> lock(TenantContext tx, ExternalSource.Id source, Collection<String> externalIds) {
        return tx.sql()
                .select(FIELDS)
                .from(EXTERNAL_ORDER)
                .where(tx.owns(EXTERNAL_ORDER))
                .and(EXTERNAL_ORDER.EXTERNAL_SOURCE_ID.eq(source))
                .and(Sql.isAny(EXTERNAL_ORDER.EXTERNAL_ID, externalIds))
                .orderBy(EXTERNAL_ORDER.EXTERNAL_ID)
                .forNoKeyUpdate()
                .fetchMap(EXTERNAL_ORDER.EXTERNAL_ID, ExternalOrderRepository::order);
    }

    void insert(TenantContext tx, ExternalSource.Id source, Map<Order.Id, ExternalSale> orders) {
        Rows.of(orders.entrySet())
                .with(EXTERNAL_ORDER.EXTERNAL_SOURCE_ID, order -> source)
                .with(EXTERNAL_ORDER.EXTERNAL_ID, order -> order.getValue().externalId())
                .with(EXTERNAL_ORDER.ORDER_ID, Map.Entry::getKey)
                .with(EXTERNAL_ORDER.NUMBER, order -> order.getValue().number())
                .with(
                        EXTERNAL_ORDER.DIGESTS,
                        order -> Json.of(ExternalOrderDigests.of(order.getValue(), order.getKey())))
                .insertInto(tx, EXTERNAL_ORDER)
                .execute();
    }

    void update(TenantContext tx, Map<Order.Id, ExternalSale> orders) {
        var rows = Rows.of(orders.entrySet())
                .with(EXTERNAL_ORDER.ORDER_ID, Map.Entry::getKey)
                .with(
                        EXTERNAL_ORDER.DIGESTS,
                        order -> Json.of(ExternalOrderDigests.of(order.getValue(), order.getKey())));
        tx.sql()
                .update(EXTERNAL_ORDER)
                .set(EXTERNAL_ORDER.DIGESTS, rows.get(EXTERNAL_ORDER.DIGESTS))
                .set(EXTERNAL_ORDER.UPDATED_AT, Instant.now())
                .from(rows.table())
                .where(tx.owns(EXTERNAL_ORDER))
                .and(EXTERNAL_ORDER.ORDER_ID.eq(rows.get(EXTERNAL_ORDER.ORDER_ID)))
                .execute();
    }
}
