package io.merkato.pricing;

import static io.merkato.jooq.pricing.Tables.FLASH_SALE;
import static io.merkato.jooq.pricing.Tables.FLASH_SALE_ITEM;
import static io.merkato.jooq.pricing.Tables.FLASH_SALE_STORE;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.catalog.ProductVariant;
import io.merkato.money.MinorUnits;
import io.merkato.store.Store;
import io.merkato.tenancy.PageOfEach;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Repository;

/** Flash sales, what they sell, and how much of it is gone. */
@Repository
class FlashSaleRepository {

    private static final Field<List<Store.Id>> STORES = multiset(select(FLASH_SALE_STORE.STORE_ID)
                    .from(FLASH_SALE_STORE)
                    .where(
                            FLASH_SALE_STORE.TENANT_ID.eq(FLASH_SALE.TENANT_ID),
                            FLASH_SALE_STORE.FLASH_SALE_ID.eq(FLASH_SALE.ID))
                    .orderBy(FLASH_SALE_STORE.STORE_ID))
            .convertFrom(rows -> rows.getValues(FLASH_SALE_STORE.STORE_ID));

    private static final List<SelectField<?>> FIELDS = List.of(
            FLASH_SALE.ID,
            FLASH_SALE.NAME,
            FLASH_SALE.STARTS_AT,
            FLASH_SALE.ENDS_AT,
            FLASH_SALE.ALL_STORES,
            STORES,
            FLASH_SALE.CHANNELS,
            FLASH_SALE.CANCELLED_AT,
            FLASH_SALE.VERSION,
            FLASH_SALE.CREATED_AT,
            FLASH_SALE.UPDATED_AT);

    private static final List<SelectField<?>> ITEM_FIELDS = List.of(
            FLASH_SALE_ITEM.ID,
            FLASH_SALE_ITEM.FLASH_SALE_ID,
            FLASH_SALE_ITEM.VARIANT_ID,
            FLASH_SALE_ITEM.CURRENCY,
            FLASH_SALE_ITEM.AMOUNT,
            FLASH_SALE_ITEM.COMPARE_AT,
            FLASH_SALE_ITEM.QUANTITY,
            FLASH_SALE_ITEM.SOLD);

    private final Pages pages;

    FlashSaleRepository(Pages pages) {
        this.pages = pages;
    }

    private static FlashSale sale(Record row) {
        return new FlashSale(
                row.get(FLASH_SALE.ID),
                row.get(FLASH_SALE.NAME),
                row.get(FLASH_SALE.STARTS_AT),
                row.get(FLASH_SALE.ENDS_AT),
                row.get(FLASH_SALE.ALL_STORES),
                row.get(STORES),
                Channels.of(row.get(FLASH_SALE.CHANNELS)),
                row.get(FLASH_SALE.CANCELLED_AT),
                row.get(FLASH_SALE.VERSION),
                row.get(FLASH_SALE.CREATED_AT),
                row.get(FLASH_SALE.UPDATED_AT));
    }

    private static FlashSaleItem item(Record row) {
        MinorUnits before = row.get(FLASH_SALE_ITEM.COMPARE_AT);
        return new FlashSaleItem(
                row.get(FLASH_SALE_ITEM.ID),
                row.get(FLASH_SALE_ITEM.FLASH_SALE_ID),
                row.get(FLASH_SALE_ITEM.VARIANT_ID),
                row.get(FLASH_SALE_ITEM.AMOUNT).in(row.get(FLASH_SALE_ITEM.CURRENCY)),
                before == null ? null : before.in(row.get(FLASH_SALE_ITEM.CURRENCY)),
                row.get(FLASH_SALE_ITEM.QUANTITY),
                row.get(FLASH_SALE_ITEM.SOLD));
    }

    Map<FlashSale.Id, FlashSale> byId(TenantContext tenant, Collection<FlashSale.Id> ids) {
        return tenant.sql()
                .select(FIELDS)
                .from(FLASH_SALE)
                .where(tenant.owns(FLASH_SALE))
                .and(Sql.isAny(FLASH_SALE.ID, ids))
                .fetchMap(FLASH_SALE.ID, FlashSaleRepository::sale);
    }

    FlashSale read(TenantContext tx, FlashSale.Id id) {
        return tx.sql()
                .select(FIELDS)
                .from(FLASH_SALE)
                .where(tx.owns(FLASH_SALE))
                .and(FLASH_SALE.ID.eq(id))
                .fetchSingle(FlashSaleRepository::sale);
    }

    Connection<FlashSale> page(TenantContext tenant, Condition which, PageArgs page) {
        return pages.fetch(
                        tenant.id() + " flash sales",
                        tenant.sql()
                                .select(FIELDS)
                                .from(FLASH_SALE)
                                .where(tenant.owns(FLASH_SALE))
                                .and(which),
                        List.of(FLASH_SALE.STARTS_AT.desc(), FLASH_SALE.ID.desc()),
                        page,
                        FlashSaleRepository::sale)
                .counted(
                        tenant.sql(),
                        selectOne()
                                .from(FLASH_SALE)
                                .where(tenant.owns(FLASH_SALE))
                                .and(which));
    }

    Map<FlashSale.Id, Connection<FlashSaleItem>> itemsOf(
            TenantContext tenant, Collection<FlashSale.Id> sales, PageArgs page) {
        return items(tenant).fetch(sales, ITEM_FIELDS, page, FlashSaleRepository::item);
    }

    Map<FlashSale.Id, Integer> countOf(TenantContext tenant, Collection<FlashSale.Id> sales) {
        return items(tenant).count(sales);
    }

    private PageOfEach<FlashSale.Id, FlashSaleItem.Id> items(TenantContext tenant) {
        return new PageOfEach<>(
                tenant,
                pages,
                "flash sale items",
                FLASH_SALE_ITEM,
                FLASH_SALE_ITEM.FLASH_SALE_ID,
                FLASH_SALE_ITEM.ID,
                List.of(FLASH_SALE_ITEM.ID.asc()));
    }

    /** Those of a sale that are of these variants. */
    List<FlashSaleItem> items(TenantContext tenant, FlashSale.Id sale, List<ProductVariant.Id> variants) {
        if (variants.isEmpty()) {
            return List.of();
        }
        return tenant.sql()
                .select(ITEM_FIELDS)
                .from(FLASH_SALE_ITEM)
                .where(tenant.owns(FLASH_SALE_ITEM))
                .and(FLASH_SALE_ITEM.FLASH_SALE_ID.eq(sale))
                .and(Sql.isAny(FLASH_SALE_ITEM.VARIANT_ID, variants))
                .orderBy(FLASH_SALE_ITEM.ID)
                .fetch(FlashSaleRepository::item);
    }

    Set<FlashSaleItem.Id> take(TenantContext tx, Map<FlashSaleItem.Id, Long> quantities) {
        var missed = new HashSet<>(quantities.keySet());
        if (!quantities.isEmpty()) {
            Instant now = Instant.now();
            var rows = rows(quantities);
            Field<Long> wanted = rows.get(FLASH_SALE_ITEM.SOLD);
            missed.removeAll(change(
                    tx,
                    rows,
                    wanted,
                    FLASH_SALE_ITEM
                            .SOLD
                            .plus(wanted)
                            .le(FLASH_SALE_ITEM.QUANTITY)
                            .and(isRunning(tx, now))));
        }
        return missed;
    }

    Map<FlashSaleItem.Id, Long> left(TenantContext tenant, Set<FlashSaleItem.Id> items) {
        return tenant.sql()
                .select(FLASH_SALE_ITEM.ID, FLASH_SALE_ITEM.QUANTITY.minus(FLASH_SALE_ITEM.SOLD))
                .from(FLASH_SALE_ITEM)
                .where(tenant.owns(FLASH_SALE_ITEM))
                .and(Sql.isAny(FLASH_SALE_ITEM.ID, items))
                .and(isRunning(tenant, Instant.now()))
                .fetchMap(FLASH_SALE_ITEM.ID, org.jooq.Record2::value2);
    }

    private static Condition isRunning(TenantContext tenant, Instant now) {
        return exists(selectOne()
                .from(FLASH_SALE)
                .where(tenant.owns(FLASH_SALE))
                .and(FLASH_SALE.ID.eq(FLASH_SALE_ITEM.FLASH_SALE_ID))
                .and(FLASH_SALE.CANCELLED_AT.isNull())
                .and(FLASH_SALE.STARTS_AT.le(now))
                .and(FLASH_SALE.ENDS_AT.gt(now)));
    }

    void giveBack(TenantContext tx, Map<FlashSaleItem.Id, Long> quantities) {
        if (!quantities.isEmpty()) {
            var rows = rows(quantities);
            change(tx, rows, rows.get(FLASH_SALE_ITEM.SOLD).neg(), DSL.noCondition());
        }
    }

    private static Rows<Map.Entry<FlashSaleItem.Id, Long>> rows(Map<FlashSaleItem.Id, Long> quantities) {
        return Rows.of(quantities.entrySet())
                .with(FLASH_SALE_ITEM.ID, Map.Entry::getKey)
                .with(FLASH_SALE_ITEM.SOLD, Map.Entry::getValue);
    }

    /** The rows are locked in the order of their ids first, so that two that take the same do not wait for each other. */
    private static List<FlashSaleItem.Id> change(TenantContext tx, Rows<?> rows, Field<Long> by, Condition condition) {
        var locked = name("locked")
                .fields("id")
                .as(select(FLASH_SALE_ITEM.ID)
                        .from(FLASH_SALE_ITEM)
                        .join(rows.table())
                        .on(rows.get(FLASH_SALE_ITEM.ID).eq(FLASH_SALE_ITEM.ID))
                        .where(tx.owns(FLASH_SALE_ITEM))
                        .orderBy(FLASH_SALE_ITEM.ID)
                        .forUpdate()
                        .of(FLASH_SALE_ITEM));
        return tx.sql()
                .with(locked)
                .update(FLASH_SALE_ITEM)
                .set(FLASH_SALE_ITEM.SOLD, FLASH_SALE_ITEM.SOLD.plus(by))
                .from(table(name("locked")), rows.table())
                .where(tx.owns(FLASH_SALE_ITEM))
                .and(FLASH_SALE_ITEM.ID.eq(DSL.field(name("locked", "id"), FLASH_SALE_ITEM.ID.getDataType())))
                .and(FLASH_SALE_ITEM.ID.eq(rows.get(FLASH_SALE_ITEM.ID)))
                .and(condition)
                .returning(FLASH_SALE_ITEM.ID)
                .fetch(FLASH_SALE_ITEM.ID);
    }
}
