package io.merkato.channel;

import static io.merkato.jooq.channel.Tables.EXTERNAL_ORDER;
import static io.merkato.jooq.channel.Tables.EXTERNAL_SKU;
import static io.merkato.jooq.channel.Tables.EXTERNAL_SOURCE;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.catalog.ProductVariant;
import io.merkato.tenancy.PageOfEach;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.SelectField;
import org.jooq.SortField;
import org.jooq.impl.SQLDataType;
import org.springframework.stereotype.Repository;

/** Sources of external orders, and what they call goods. */
@Repository
class ExternalSourceRepository {

    private static final List<SelectField<?>> FIELDS = List.of(
            EXTERNAL_SOURCE.ID,
            EXTERNAL_SOURCE.CODE,
            EXTERNAL_SOURCE.NAME,
            EXTERNAL_SOURCE.KIND,
            EXTERNAL_SOURCE.STORE_ID,
            EXTERNAL_SOURCE.CURRENCY,
            EXTERNAL_SOURCE.PRICES_INCLUDE_TAX,
            EXTERNAL_SOURCE.ACTIVE,
            EXTERNAL_SOURCE.VERSION,
            EXTERNAL_SOURCE.CREATED_AT,
            EXTERNAL_SOURCE.UPDATED_AT);
    private static final List<SortField<?>> BY_CODE = List.of(EXTERNAL_SOURCE.CODE.asc(), EXTERNAL_SOURCE.ID.asc());
    private static final List<SelectField<?>> SKU_FIELDS =
            List.of(EXTERNAL_SKU.ID, EXTERNAL_SKU.SKU, EXTERNAL_SKU.VARIANT_ID);
    private static final List<SortField<?>> BY_SKU = List.of(EXTERNAL_SKU.SKU.asc(), EXTERNAL_SKU.ID.asc());

    private final Pages pages;

    ExternalSourceRepository(Pages pages) {
        this.pages = pages;
    }

    boolean hasOrders(TenantContext tenant, ExternalSource.Id source) {
        return tenant.sql()
                .fetchExists(selectOne()
                        .from(EXTERNAL_ORDER)
                        .where(tenant.owns(EXTERNAL_ORDER))
                        .and(EXTERNAL_ORDER.EXTERNAL_SOURCE_ID.eq(source)));
    }

    private static ExternalSource source(org.jooq.Record row) {
        return new ExternalSource(
                row.get(EXTERNAL_SOURCE.ID),
                row.get(EXTERNAL_SOURCE.CODE),
                row.get(EXTERNAL_SOURCE.NAME),
                row.get(EXTERNAL_SOURCE.KIND),
                row.get(EXTERNAL_SOURCE.STORE_ID),
                row.get(EXTERNAL_SOURCE.CURRENCY),
                row.get(EXTERNAL_SOURCE.PRICES_INCLUDE_TAX),
                row.get(EXTERNAL_SOURCE.ACTIVE),
                row.get(EXTERNAL_SOURCE.VERSION),
                row.get(EXTERNAL_SOURCE.CREATED_AT),
                row.get(EXTERNAL_SOURCE.UPDATED_AT));
    }

    private static ExternalSku sku(org.jooq.Record row) {
        return new ExternalSku(row.get(EXTERNAL_SKU.ID), row.get(EXTERNAL_SKU.SKU), row.get(EXTERNAL_SKU.VARIANT_ID));
    }

    Map<ExternalSource.Id, ExternalSource> byId(TenantContext tenant, Collection<ExternalSource.Id> ids) {
        return tenant.sql()
                .select(FIELDS)
                .from(EXTERNAL_SOURCE)
                .where(tenant.owns(EXTERNAL_SOURCE))
                .and(Sql.isAny(EXTERNAL_SOURCE.ID, ids))
                .fetchMap(EXTERNAL_SOURCE.ID, ExternalSourceRepository::source);
    }

    Optional<ExternalSource> find(TenantContext tenant, ExternalSource.Id id) {
        return Optional.ofNullable(byId(tenant, List.of(id)).get(id));
    }

    /** Locked until the transaction ends. */
    Optional<ExternalSource> lock(TenantContext tx, ExternalSource.Id id) {
        return tx.sql()
                .select(FIELDS)
                .from(EXTERNAL_SOURCE)
                .where(tx.owns(EXTERNAL_SOURCE))
                .and(EXTERNAL_SOURCE.ID.eq(id))
                .forNoKeyUpdate()
                .fetchOptional(ExternalSourceRepository::source);
    }

    /** How its orders are read as that stays until the transaction ends. Others may do the same, but none who comes after somebody who {@link #hush waits} to change it. */
    Optional<ExternalSource> hold(TenantContext tx, ExternalSource.Id id) {
        wait(tx, "pg_advisory_xact_lock_shared", id);
        return find(tx, id);
    }

    /** Waits for those who {@link #hold} it: until the transaction ends nobody else does. */
    void hush(TenantContext tx, ExternalSource.Id id) {
        wait(tx, "pg_advisory_xact_lock", id);
    }

    private static void wait(TenantContext tx, String lock, ExternalSource.Id id) {
        tx.sql()
                .select(function(
                        lock,
                        SQLDataType.OTHER,
                        function("hashtextextended", SQLDataType.BIGINT, val(id.text()), val(0))))
                .execute();
    }

    Connection<ExternalSource> page(TenantContext tenant, Condition which, PageArgs page) {
        Condition all = tenant.owns(EXTERNAL_SOURCE).and(which);
        return pages.fetch(
                        tenant.id() + " externalSources",
                        tenant.sql().select(FIELDS).from(EXTERNAL_SOURCE).where(all),
                        BY_CODE,
                        page,
                        ExternalSourceRepository::source)
                .counted(tenant.sql(), selectOne().from(EXTERNAL_SOURCE).where(all));
    }

    ExternalSource insert(TenantContext tx, ExternalSource source) {
        return tx.sql()
                .insertInto(EXTERNAL_SOURCE)
                .set(EXTERNAL_SOURCE.TENANT_ID, tx.id())
                .set(EXTERNAL_SOURCE.ID, source.id())
                .set(EXTERNAL_SOURCE.CODE, source.code())
                .set(EXTERNAL_SOURCE.STORE_ID, source.storeId())
                .set(EXTERNAL_SOURCE.CURRENCY, source.currency())
                .set(columns(source))
                .returning(FIELDS)
                .fetchSingle(ExternalSourceRepository::source);
    }

    ExternalSource update(TenantContext tx, ExternalSource source) {
        return tx.sql()
                .update(EXTERNAL_SOURCE)
                .set(columns(source))
                .set(EXTERNAL_SOURCE.VERSION, EXTERNAL_SOURCE.VERSION.plus(1))
                .set(EXTERNAL_SOURCE.UPDATED_AT, Instant.now())
                .where(tx.owns(EXTERNAL_SOURCE))
                .and(EXTERNAL_SOURCE.ID.eq(source.id()))
                .returning(FIELDS)
                .fetchSingle(ExternalSourceRepository::source);
    }

    private static Map<Field<?>, Object> columns(ExternalSource source) {
        var columns = new HashMap<Field<?>, Object>();
        columns.put(EXTERNAL_SOURCE.NAME, source.name());
        columns.put(EXTERNAL_SOURCE.KIND, source.kind());
        columns.put(EXTERNAL_SOURCE.PRICES_INCLUDE_TAX, source.pricesIncludeTax());
        columns.put(EXTERNAL_SOURCE.ACTIVE, source.active());
        return columns;
    }

    Map<ExternalSource.Id, Connection<ExternalSku>> skusOf(
            TenantContext tenant, Collection<ExternalSource.Id> sources, PageArgs page) {
        return each(tenant).fetch(sources, SKU_FIELDS, page, ExternalSourceRepository::sku);
    }

    Map<ExternalSource.Id, Integer> countSkusOf(TenantContext tenant, Collection<ExternalSource.Id> sources) {
        return each(tenant).count(sources);
    }

    private PageOfEach<ExternalSource.Id, ExternalSku.Id> each(TenantContext tenant) {
        return new PageOfEach<>(
                tenant, pages, "externalSkus", EXTERNAL_SKU, EXTERNAL_SKU.EXTERNAL_SOURCE_ID, EXTERNAL_SKU.ID, BY_SKU);
    }

    /** What the source calls variants, of these. */
    Map<String, ProductVariant.Id> variants(TenantContext tenant, ExternalSource.Id source, Collection<String> skus) {
        return tenant.sql()
                .select(EXTERNAL_SKU.SKU, EXTERNAL_SKU.VARIANT_ID)
                .from(EXTERNAL_SKU)
                .where(tenant.owns(EXTERNAL_SKU))
                .and(EXTERNAL_SKU.EXTERNAL_SOURCE_ID.eq(source))
                .and(Sql.isAny(EXTERNAL_SKU.SKU, skus))
                .fetchMap(EXTERNAL_SKU.SKU, EXTERNAL_SKU.VARIANT_ID);
    }

    void setSkus(TenantContext tx, ExternalSource.Id source, List<ExternalSku> skus) {
        Rows.of(skus)
                .with(EXTERNAL_SKU.ID, ExternalSku::id)
                .with(EXTERNAL_SKU.EXTERNAL_SOURCE_ID, sku -> source)
                .with(EXTERNAL_SKU.SKU, ExternalSku::sku)
                .with(EXTERNAL_SKU.VARIANT_ID, ExternalSku::variantId)
                .insertInto(tx, EXTERNAL_SKU)
                .onConflict(EXTERNAL_SKU.TENANT_ID, EXTERNAL_SKU.EXTERNAL_SOURCE_ID, EXTERNAL_SKU.SKU)
                .doUpdate()
                .set(EXTERNAL_SKU.VARIANT_ID, excluded(EXTERNAL_SKU.VARIANT_ID))
                .execute();
    }

    void removeSkus(TenantContext tx, ExternalSource.Id source, Collection<String> skus) {
        tx.sql()
                .deleteFrom(EXTERNAL_SKU)
                .where(tx.owns(EXTERNAL_SKU))
                .and(EXTERNAL_SKU.EXTERNAL_SOURCE_ID.eq(source))
                .and(Sql.isAny(EXTERNAL_SKU.SKU, skus))
                .execute();
    }
}
