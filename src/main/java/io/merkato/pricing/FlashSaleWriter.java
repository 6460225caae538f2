package io.merkato.pricing;

import static io.merkato.jooq.pricing.Tables.FLASH_SALE;
import static io.merkato.jooq.pricing.Tables.FLASH_SALE_ITEM;
import static io.merkato.jooq.pricing.Tables.FLASH_SALE_STORE;
import static org.jooq.impl.DSL.excluded;

import io.merkato.api.Given;
import io.merkato.catalog.Variants;
import io.merkato.money.MinorUnits;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How flash sales come to be and change. */
@Component
class FlashSaleWriter {

    private final FlashSaleRepository sales;
    private final Variants catalog;

    FlashSaleWriter(FlashSaleRepository sales, Variants catalog) {
        this.catalog = catalog;
        this.sales = sales;
    }

    FlashSale lock(TenantContext tx, FlashSale.Id id) {
        int found = tx.sql()
                .select(FLASH_SALE.ID)
                .from(FLASH_SALE)
                .where(tx.owns(FLASH_SALE))
                .and(FLASH_SALE.ID.eq(id))
                .forUpdate()
                .execute();
        if (found == 0) {
            throw Given.nothing("id");
        }
        return sales.read(tx, id);
    }

    void insert(TenantContext tx, FlashSale sale) {
        tx.sql()
                .insertInto(FLASH_SALE)
                .set(FLASH_SALE.TENANT_ID, tx.id())
                .set(FLASH_SALE.ID, sale.id())
                .set(columns(sale))
                .execute();
        reach(tx, sale);
    }

    FlashSale update(TenantContext tx, FlashSale sale) {
        tx.sql()
                .update(FLASH_SALE)
                .set(columns(sale))
                .set(FLASH_SALE.VERSION, FLASH_SALE.VERSION.plus(1))
                .set(FLASH_SALE.UPDATED_AT, Instant.now())
                .where(tx.owns(FLASH_SALE))
                .and(FLASH_SALE.ID.eq(sale.id()))
                .execute();
        tx.sql()
                .deleteFrom(FLASH_SALE_STORE)
                .where(tx.owns(FLASH_SALE_STORE))
                .and(FLASH_SALE_STORE.FLASH_SALE_ID.eq(sale.id()))
                .execute();
        reach(tx, sale);
        return sales.read(tx, sale.id());
    }

    /**
     * What is sold already stays sold, and what is in the sale already may be there no longer.
     *
     * @param before what the sale had of their variants
     */
    void write(TenantContext tx, FlashSale.Id sale, List<FlashSaleItemInput.Placed> items, List<FlashSaleItem> before) {
        if (items.isEmpty()) {
            return;
        }
        var there = new HashSet<>(catalog.existing(tx, FlashSaleItemInput.variants(items)));
        before.forEach(item -> there.add(item.variantId()));
        Prescribed.requireVariants(
                there, items, FlashSaleItemInput.Placed::variantId, FlashSaleItemInput.Placed::place);
        tx.write(
                items,
                FlashSaleItemInput.Placed::place,
                some -> Rows.of(some.stream()
                                .map(FlashSaleItemInput.Placed::item)
                                .toList())
                        .with(FLASH_SALE_ITEM.ID, FlashSaleItem::id)
                        .with(FLASH_SALE_ITEM.FLASH_SALE_ID, item -> sale)
                        .with(FLASH_SALE_ITEM.VARIANT_ID, FlashSaleItem::variantId)
                        .with(FLASH_SALE_ITEM.CURRENCY, item -> item.price().currency())
                        .with(FLASH_SALE_ITEM.AMOUNT, item -> item.price().withoutCurrency())
                        .with(FLASH_SALE_ITEM.COMPARE_AT, item -> MinorUnits.of(item.compareAtPrice()))
                        .with(FLASH_SALE_ITEM.QUANTITY, FlashSaleItem::quantity)
                        .insertInto(tx, FLASH_SALE_ITEM)
                        .onConflict(
                                FLASH_SALE_ITEM.TENANT_ID,
                                FLASH_SALE_ITEM.VARIANT_ID,
                                FLASH_SALE_ITEM.FLASH_SALE_ID,
                                FLASH_SALE_ITEM.CURRENCY)
                        .doUpdate()
                        .set(FLASH_SALE_ITEM.AMOUNT, excluded(FLASH_SALE_ITEM.AMOUNT))
                        .set(FLASH_SALE_ITEM.COMPARE_AT, excluded(FLASH_SALE_ITEM.COMPARE_AT))
                        .set(FLASH_SALE_ITEM.QUANTITY, excluded(FLASH_SALE_ITEM.QUANTITY))
                        .execute());
    }

    private static void reach(TenantContext tx, FlashSale sale) {
        if (!sale.storeIds().isEmpty()) {
            Rows.of(sale.storeIds())
                    .with(FLASH_SALE_STORE.FLASH_SALE_ID, store -> sale.id())
                    .with(FLASH_SALE_STORE.STORE_ID, store -> store)
                    .insertInto(tx, FLASH_SALE_STORE)
                    .execute();
        }
    }

    private static Map<Field<?>, @Nullable Object> columns(FlashSale sale) {
        var columns = new HashMap<Field<?>, @Nullable Object>();
        columns.put(FLASH_SALE.NAME, sale.name());
        columns.put(FLASH_SALE.STARTS_AT, sale.startsAt());
        columns.put(FLASH_SALE.ENDS_AT, sale.endsAt());
        columns.put(FLASH_SALE.ALL_STORES, sale.everyStore());
        columns.put(FLASH_SALE.CHANNELS, Channels.names(sale.channels()));
        columns.put(FLASH_SALE.CANCELLED_AT, sale.cancelledAt());
        return columns;
    }
}
