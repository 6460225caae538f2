package io.merkato.pricing;

import static io.merkato.jooq.pricing.Tables.PRICE_LIST;
import static io.merkato.jooq.pricing.Tables.PRICE_LIST_ENTRY;
import static io.merkato.jooq.pricing.Tables.PRICE_LIST_GROUP;
import static io.merkato.jooq.pricing.Tables.PRICE_LIST_STORE;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.catalog.ProductVariant;
import io.merkato.customer.CustomerGroup;
import io.merkato.money.MinorUnits;
import io.merkato.store.Store;
import io.merkato.tenancy.PageOfEach;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.SelectJoinStep;
import org.springframework.stereotype.Repository;

/** Price lists and what stands in them. */
@Repository
class PriceListRepository {

    private static final Field<List<Store.Id>> STORES = multiset(select(PRICE_LIST_STORE.STORE_ID)
                    .from(PRICE_LIST_STORE)
                    .where(
                            PRICE_LIST_STORE.TENANT_ID.eq(PRICE_LIST.TENANT_ID),
                            PRICE_LIST_STORE.PRICE_LIST_ID.eq(PRICE_LIST.ID))
                    .orderBy(PRICE_LIST_STORE.STORE_ID))
            .convertFrom(rows -> rows.getValues(PRICE_LIST_STORE.STORE_ID));
    private static final Field<List<CustomerGroup.Id>> GROUPS = multiset(select(PRICE_LIST_GROUP.CUSTOMER_GROUP_ID)
                    .from(PRICE_LIST_GROUP)
                    .where(
                            PRICE_LIST_GROUP.TENANT_ID.eq(PRICE_LIST.TENANT_ID),
                            PRICE_LIST_GROUP.PRICE_LIST_ID.eq(PRICE_LIST.ID))
                    .orderBy(PRICE_LIST_GROUP.CUSTOMER_GROUP_ID))
            .convertFrom(rows -> rows.getValues(PRICE_LIST_GROUP.CUSTOMER_GROUP_ID));

    private static final List<SelectField<?>> FIELDS = List.of(
            PRICE_LIST.ID,
            PRICE_LIST.CODE,
            PRICE_LIST.NAME,
            PRICE_LIST.CURRENCY,
            PRICE_LIST.PRIORITY,
            PRICE_LIST.ACTIVE,
            PRICE_LIST.STARTS_AT,
            PRICE_LIST.ENDS_AT,
            PRICE_LIST.ALL_STORES,
            STORES,
            PRICE_LIST.ALL_CUSTOMERS,
            GROUPS,
            PRICE_LIST.CHANNELS,
            PRICE_LIST.VERSION,
            PRICE_LIST.CREATED_AT,
            PRICE_LIST.UPDATED_AT);

    private final Pages pages;

    PriceListRepository(Pages pages) {
        this.pages = pages;
    }

    private static PriceList list(Record row) {
        return new PriceList(
                row.get(PRICE_LIST.ID),
                row.get(PRICE_LIST.CODE),
                row.get(PRICE_LIST.NAME),
                row.get(PRICE_LIST.CURRENCY),
                row.get(PRICE_LIST.PRIORITY),
                row.get(PRICE_LIST.ACTIVE),
                row.get(PRICE_LIST.STARTS_AT),
                row.get(PRICE_LIST.ENDS_AT),
                row.get(PRICE_LIST.ALL_STORES),
                row.get(STORES),
                row.get(PRICE_LIST.ALL_CUSTOMERS),
                row.get(GROUPS),
                Channels.of(row.get(PRICE_LIST.CHANNELS)),
                row.get(PRICE_LIST.VERSION),
                row.get(PRICE_LIST.CREATED_AT),
                row.get(PRICE_LIST.UPDATED_AT));
    }

    Map<PriceList.Id, PriceList> byId(TenantContext tenant, Collection<PriceList.Id> ids) {
        return tenant.sql()
                .select(FIELDS)
                .from(PRICE_LIST)
                .where(tenant.owns(PRICE_LIST))
                .and(Sql.isAny(PRICE_LIST.ID, ids))
                .fetchMap(PRICE_LIST.ID, PriceListRepository::list);
    }

    PriceList read(TenantContext tx, PriceList.Id id) {
        return tx.sql()
                .select(FIELDS)
                .from(PRICE_LIST)
                .where(tx.owns(PRICE_LIST))
                .and(PRICE_LIST.ID.eq(id))
                .fetchSingle(PriceListRepository::list);
    }

    Connection<PriceList> page(TenantContext tenant, Condition which, PageArgs page) {
        return pages.fetch(
                        tenant.id() + " price lists",
                        tenant.sql()
                                .select(FIELDS)
                                .from(PRICE_LIST)
                                .where(tenant.owns(PRICE_LIST))
                                .and(which),
                        List.of(PRICE_LIST.PRIORITY.desc(), PRICE_LIST.CODE.asc(), PRICE_LIST.ID.asc()),
                        page,
                        PriceListRepository::list)
                .counted(
                        tenant.sql(),
                        selectOne()
                                .from(PRICE_LIST)
                                .where(tenant.owns(PRICE_LIST))
                                .and(which));
    }

    Map<PriceList.Id, Connection<PriceListEntry>> entriesOf(
            TenantContext tenant, Collection<PriceList.Id> lists, PageArgs page) {
        return entries(tenant).fetch(lists, entryRows(tenant), page, PriceListRepository::entry);
    }

    /** Those of a list that are of these variants. */
    List<PriceListEntry> entries(TenantContext tenant, PriceList.Id list, Collection<ProductVariant.Id> variants) {
        return entryRows(tenant)
                .where(tenant.owns(PRICE_LIST_ENTRY))
                .and(PRICE_LIST_ENTRY.PRICE_LIST_ID.eq(list))
                .and(Sql.isAny(PRICE_LIST_ENTRY.VARIANT_ID, variants))
                .orderBy(PRICE_LIST_ENTRY.VARIANT_ID, PRICE_LIST_ENTRY.MIN_QUANTITY)
                .fetch(PriceListRepository::entry);
    }

    private static SelectJoinStep<Record> entryRows(TenantContext tenant) {
        List<SelectField<?>> fields = List.of(
                PRICE_LIST_ENTRY.ID,
                PRICE_LIST_ENTRY.PRICE_LIST_ID,
                PRICE_LIST_ENTRY.VARIANT_ID,
                PRICE_LIST_ENTRY.MIN_QUANTITY,
                PRICE_LIST_ENTRY.AMOUNT,
                PRICE_LIST_ENTRY.COMPARE_AT,
                PRICE_LIST.CURRENCY);
        return tenant.sql()
                .select(fields)
                .from(PRICE_LIST_ENTRY)
                .join(PRICE_LIST)
                .on(tenant.owns(PRICE_LIST).and(PRICE_LIST.ID.eq(PRICE_LIST_ENTRY.PRICE_LIST_ID)));
    }

    private static PriceListEntry entry(Record row) {
        MinorUnits before = row.get(PRICE_LIST_ENTRY.COMPARE_AT);
        return new PriceListEntry(
                row.get(PRICE_LIST_ENTRY.ID),
                row.get(PRICE_LIST_ENTRY.PRICE_LIST_ID),
                row.get(PRICE_LIST_ENTRY.VARIANT_ID),
                row.get(PRICE_LIST_ENTRY.MIN_QUANTITY),
                row.get(PRICE_LIST_ENTRY.AMOUNT).in(row.get(PRICE_LIST.CURRENCY)),
                before == null ? null : before.in(row.get(PRICE_LIST.CURRENCY)));
    }

    Map<PriceList.Id, Integer> countOf(TenantContext tenant, Collection<PriceList.Id> lists) {
        return entries(tenant).count(lists);
    }

    private PageOfEach<PriceList.Id, PriceListEntry.Id> entries(TenantContext tenant) {
        return new PageOfEach<>(
                tenant,
                pages,
                "price list entries",
                PRICE_LIST_ENTRY,
                PRICE_LIST_ENTRY.PRICE_LIST_ID,
                PRICE_LIST_ENTRY.ID,
                List.of(PRICE_LIST_ENTRY.ID.asc()));
    }
}
