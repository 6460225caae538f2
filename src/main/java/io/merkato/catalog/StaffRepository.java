package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.PRODUCT_BUNDLE_ITEM;
import static io.merkato.jooq.catalog.Tables.PRODUCT_DOWNLOAD;
import static io.merkato.jooq.catalog.Tables.PRODUCT_STORE;
import static io.merkato.jooq.catalog.Tables.PRODUCT_STORE_CONTENT;
import static io.merkato.jooq.catalog.Tables.PRODUCT_TRANSLATION;
import static io.merkato.jooq.catalog.Tables.VARIANT_PRICE;
import static io.merkato.jooq.catalog.Tables.VARIANT_STORE_PRICE;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import io.merkato.api.Sql;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Repository;

/** Products as those who keep them see them: every language, every store, every currency. */
@Repository
class StaffRepository {

    /** The product's own language first. */
    Map<Product.Id, List<ProductTranslation>> translationsOf(TenantContext tenant, Collection<Product.Id> products) {
        return tenant.sql()
                .select(
                        PRODUCT.ID,
                        PRODUCT.LOCALE,
                        PRODUCT.NAME,
                        PRODUCT.SLUG,
                        PRODUCT.DESCRIPTION,
                        PRODUCT.SEO_TITLE,
                        PRODUCT.SEO_DESCRIPTION,
                        inline(0).as("place"))
                .from(PRODUCT)
                .where(tenant.owns(PRODUCT))
                .and(Sql.isAny(PRODUCT.ID, products))
                .unionAll(select(
                                PRODUCT_TRANSLATION.PRODUCT_ID,
                                PRODUCT_TRANSLATION.LOCALE,
                                PRODUCT_TRANSLATION.NAME,
                                PRODUCT_TRANSLATION.SLUG,
                                PRODUCT_TRANSLATION.DESCRIPTION,
                                PRODUCT_TRANSLATION.SEO_TITLE,
                                PRODUCT_TRANSLATION.SEO_DESCRIPTION,
                                inline(1))
                        .from(PRODUCT_TRANSLATION)
                        .where(tenant.owns(PRODUCT_TRANSLATION))
                        .and(Sql.isAny(PRODUCT_TRANSLATION.PRODUCT_ID, products)))
                .orderBy(field("8"), field("2"))
                .fetchGroups(
                        row -> row.value1(),
                        row -> new ProductTranslation(
                                row.value2(), row.value3(), row.value4(), row.value5(), row.value6(), row.value7()));
    }

    Map<Product.Id, List<ProductStoreOverride>> storeOverridesOf(
            TenantContext tenant, Collection<Product.Id> products) {
        record Key(Product.Id product, Store.Id store, boolean visible) {}
        return tenant
                .sql()
                .select(
                        PRODUCT_STORE.PRODUCT_ID,
                        PRODUCT_STORE.STORE_ID,
                        PRODUCT_STORE.VISIBLE,
                        PRODUCT_STORE_CONTENT.LOCALE,
                        PRODUCT_STORE_CONTENT.NAME,
                        PRODUCT_STORE_CONTENT.DESCRIPTION,
                        PRODUCT_STORE_CONTENT.SEO_TITLE,
                        PRODUCT_STORE_CONTENT.SEO_DESCRIPTION)
                .from(PRODUCT_STORE)
                .leftJoin(PRODUCT_STORE_CONTENT)
                .on(tenant.owns(PRODUCT_STORE_CONTENT)
                        .and(PRODUCT_STORE_CONTENT.STORE_ID.eq(PRODUCT_STORE.STORE_ID))
                        .and(PRODUCT_STORE_CONTENT.PRODUCT_ID.eq(PRODUCT_STORE.PRODUCT_ID)))
                .where(tenant.owns(PRODUCT_STORE))
                .and(Sql.isAny(PRODUCT_STORE.PRODUCT_ID, products))
                .orderBy(PRODUCT_STORE.PRODUCT_ID, PRODUCT_STORE.STORE_ID, PRODUCT_STORE_CONTENT.LOCALE)
                .fetch()
                .stream()
                .collect(groupingBy(
                        row -> new Key(row.value1(), row.value2(), row.value3()), LinkedHashMap::new, toList()))
                .entrySet()
                .stream()
                .collect(groupingBy(
                        entry -> entry.getKey().product(),
                        mapping(
                                entry -> new ProductStoreOverride(
                                        entry.getKey().store(),
                                        entry.getKey().visible(),
                                        entry.getValue().stream()
                                                .filter(row -> row.value4() != null)
                                                .map(row -> new ProductStoreTranslation(
                                                        row.value4(),
                                                        row.value5(),
                                                        row.value6(),
                                                        row.value7(),
                                                        row.value8()))
                                                .toList()),
                                toList())));
    }

    /** The tenant's first, then those of single stores. */
    Map<ProductVariant.Id, List<VariantPrice>> pricesOf(TenantContext tenant, Collection<ProductVariant.Id> variants) {
        return tenant.sql()
                .select(
                        VARIANT_PRICE.VARIANT_ID,
                        castNull(VARIANT_STORE_PRICE.STORE_ID),
                        VARIANT_PRICE.CURRENCY,
                        VARIANT_PRICE.AMOUNT,
                        VARIANT_PRICE.COMPARE_AT)
                .from(VARIANT_PRICE)
                .where(tenant.owns(VARIANT_PRICE))
                .and(Sql.isAny(VARIANT_PRICE.VARIANT_ID, variants))
                .unionAll(select(
                                VARIANT_STORE_PRICE.VARIANT_ID,
                                VARIANT_STORE_PRICE.STORE_ID,
                                VARIANT_STORE_PRICE.CURRENCY,
                                VARIANT_STORE_PRICE.AMOUNT,
                                VARIANT_STORE_PRICE.COMPARE_AT)
                        .from(VARIANT_STORE_PRICE)
                        .where(tenant.owns(VARIANT_STORE_PRICE))
                        .and(Sql.isAny(VARIANT_STORE_PRICE.VARIANT_ID, variants)))
                .orderBy(field("2").asc().nullsFirst(), field("3"))
                .fetchGroups(
                        row -> row.value1(),
                        row -> new VariantPrice(
                                row.value4().in(row.value3()),
                                row.value5() == null ? null : row.value5().in(row.value3()),
                                row.value2()));
    }

    Map<Product.Id, List<ProductDownload>> downloadsOf(TenantContext tenant, Collection<Product.Id> products) {
        return tenant.sql()
                .select(
                        PRODUCT_DOWNLOAD.PRODUCT_ID,
                        PRODUCT_DOWNLOAD.NAME,
                        PRODUCT_DOWNLOAD.URL,
                        PRODUCT_DOWNLOAD.MIME,
                        PRODUCT_DOWNLOAD.BYTES,
                        PRODUCT_DOWNLOAD.MAX_DOWNLOADS,
                        PRODUCT_DOWNLOAD.VALID_DAYS)
                .from(PRODUCT_DOWNLOAD)
                .where(tenant.owns(PRODUCT_DOWNLOAD))
                .and(Sql.isAny(PRODUCT_DOWNLOAD.PRODUCT_ID, products))
                .orderBy(PRODUCT_DOWNLOAD.POSITION, PRODUCT_DOWNLOAD.ID)
                .fetchGroups(
                        PRODUCT_DOWNLOAD.PRODUCT_ID,
                        row -> new ProductDownload(
                                row.get(PRODUCT_DOWNLOAD.NAME),
                                row.get(PRODUCT_DOWNLOAD.URL),
                                row.get(PRODUCT_DOWNLOAD.MIME),
                                row.get(PRODUCT_DOWNLOAD.BYTES),
                                row.get(PRODUCT_DOWNLOAD.MAX_DOWNLOADS),
                                row.get(PRODUCT_DOWNLOAD.VALID_DAYS)));
    }

    Map<Product.Id, List<BundleItem>> bundleItemsOf(TenantContext tenant, Collection<Product.Id> bundles) {
        return tenant.sql()
                .select(PRODUCT_BUNDLE_ITEM.PRODUCT_ID, PRODUCT_BUNDLE_ITEM.VARIANT_ID, PRODUCT_BUNDLE_ITEM.QUANTITY)
                .from(PRODUCT_BUNDLE_ITEM)
                .where(tenant.owns(PRODUCT_BUNDLE_ITEM))
                .and(Sql.isAny(PRODUCT_BUNDLE_ITEM.PRODUCT_ID, bundles))
                .orderBy(PRODUCT_BUNDLE_ITEM.POSITION, PRODUCT_BUNDLE_ITEM.VARIANT_ID)
                .fetchGroups(
                        PRODUCT_BUNDLE_ITEM.PRODUCT_ID,
                        row -> new BundleItem(
                                row.get(PRODUCT_BUNDLE_ITEM.VARIANT_ID), row.get(PRODUCT_BUNDLE_ITEM.QUANTITY)));
    }
}
