package io.merkato.pricing;

import static io.merkato.jooq.pricing.Tables.PRICE_LIST;
import static io.merkato.jooq.pricing.Tables.PRICE_LIST_GROUP;
import static io.merkato.jooq.pricing.Tables.PRICE_LIST_STORE;

import io.merkato.api.Given;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How price lists come to be and change. */
@Component
class PriceListWriter {

    private final PriceListRepository lists;

    PriceListWriter(PriceListRepository lists) {
        this.lists = lists;
    }

    PriceList lock(TenantContext tx, PriceList.Id id) {
        int found = tx.sql()
                .select(PRICE_LIST.ID)
                .from(PRICE_LIST)
                .where(tx.owns(PRICE_LIST))
                .and(PRICE_LIST.ID.eq(id))
                .forUpdate()
                .execute();
        if (found == 0) {
            throw Given.nothing("id");
        }
        return lists.read(tx, id);
    }

    PriceList insert(TenantContext tx, PriceList list) {
        tx.sql()
                .insertInto(PRICE_LIST)
                .set(PRICE_LIST.TENANT_ID, tx.id())
                .set(PRICE_LIST.ID, list.id())
                .set(PRICE_LIST.CURRENCY, list.currency())
                .set(columns(list))
                .execute();
        reach(tx, list);
        return lists.read(tx, list.id());
    }

    PriceList update(TenantContext tx, PriceList list) {
        tx.sql()
                .update(PRICE_LIST)
                .set(columns(list))
                .set(PRICE_LIST.VERSION, PRICE_LIST.VERSION.plus(1))
                .set(PRICE_LIST.UPDATED_AT, Instant.now())
                .where(tx.owns(PRICE_LIST))
                .and(PRICE_LIST.ID.eq(list.id()))
                .execute();
        tx.sql()
                .deleteFrom(PRICE_LIST_STORE)
                .where(tx.owns(PRICE_LIST_STORE))
                .and(PRICE_LIST_STORE.PRICE_LIST_ID.eq(list.id()))
                .execute();
        tx.sql()
                .deleteFrom(PRICE_LIST_GROUP)
                .where(tx.owns(PRICE_LIST_GROUP))
                .and(PRICE_LIST_GROUP.PRICE_LIST_ID.eq(list.id()))
                .execute();
        reach(tx, list);
        return lists.read(tx, list.id());
    }

    void touch(TenantContext tx, PriceList.Id id) {
        tx.sql()
                .update(PRICE_LIST)
                .set(PRICE_LIST.VERSION, PRICE_LIST.VERSION.plus(1))
                .set(PRICE_LIST.UPDATED_AT, Instant.now())
                .where(tx.owns(PRICE_LIST))
                .and(PRICE_LIST.ID.eq(id))
                .execute();
    }

    private static void reach(TenantContext tx, PriceList list) {
        if (!list.storeIds().isEmpty()) {
            Rows.of(list.storeIds())
                    .with(PRICE_LIST_STORE.PRICE_LIST_ID, store -> list.id())
                    .with(PRICE_LIST_STORE.STORE_ID, store -> store)
                    .insertInto(tx, PRICE_LIST_STORE)
                    .execute();
        }
        if (!list.customerGroupIds().isEmpty()) {
            Rows.of(list.customerGroupIds())
                    .with(PRICE_LIST_GROUP.PRICE_LIST_ID, group -> list.id())
                    .with(PRICE_LIST_GROUP.CUSTOMER_GROUP_ID, group -> group)
                    .insertInto(tx, PRICE_LIST_GROUP)
                    .execute();
        }
    }

    private static Map<Field<?>, @Nullable Object> columns(PriceList list) {
        var columns = new HashMap<Field<?>, @Nullable Object>();
        columns.put(PRICE_LIST.CODE, list.code());
        columns.put(PRICE_LIST.NAME, list.name());
        columns.put(PRICE_LIST.PRIORITY, list.priority());
        columns.put(PRICE_LIST.ACTIVE, list.active());
        columns.put(PRICE_LIST.STARTS_AT, list.startsAt());
        columns.put(PRICE_LIST.ENDS_AT, list.endsAt());
        columns.put(PRICE_LIST.ALL_STORES, list.everyStore());
        columns.put(PRICE_LIST.ALL_CUSTOMERS, list.everyCustomer());
        columns.put(PRICE_LIST.CHANNELS, Channels.names(list.channels()));
        return columns;
    }
}
