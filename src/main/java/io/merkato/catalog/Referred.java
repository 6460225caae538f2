package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.BRAND;
import static io.merkato.jooq.catalog.Tables.CATEGORY;
import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.VARIANT;

import io.merkato.api.Given;
import io.merkato.api.Sql;
import io.merkato.tenancy.TenantContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an input refers to by its id. Foreign keys do not see that a row is deleted; these do, and hold it so that whoever
 * deletes it meanwhile waits and then finds it in use.
 */
final class Referred {

    private Referred() {}

    static void brand(TenantContext tx, Brand.@Nullable Id id, String... path) {
        if (id != null
                && tx.sql()
                        .select(BRAND.ID)
                        .from(BRAND)
                        .where(tx.owns(BRAND))
                        .and(BRAND.ID.eq(id))
                        .and(BRAND.DELETED_AT.isNull())
                        .forShare()
                        .fetch()
                        .isEmpty()) {
            throw Given.nothing(path);
        }
    }

    /** @param list the path of the ids */
    static void products(TenantContext tx, List<Product.Id> ids, String... list) {
        refuseAllBut(
                tx.sql()
                        .select(PRODUCT.ID)
                        .from(PRODUCT)
                        .where(tx.owns(PRODUCT))
                        .and(Sql.isAny(PRODUCT.ID, ids))
                        .and(PRODUCT.DELETED_AT.isNull())
                        .orderBy(PRODUCT.ID)
                        .forShare()
                        .fetchSet(PRODUCT.ID),
                ids,
                list);
    }

    static void product(TenantContext tx, Product.Id id, String... path) {
        boolean there = tx.sql()
                .select(PRODUCT.ID)
                .from(PRODUCT)
                .where(tx.owns(PRODUCT))
                .and(PRODUCT.ID.eq(id))
                .and(PRODUCT.DELETED_AT.isNull())
                .forShare()
                .fetchOptional()
                .isPresent();
        if (!there) {
            throw Given.nothing(path);
        }
    }

    static void category(TenantContext tx, Category.Id id, String... path) {
        boolean there = tx.sql()
                .select(CATEGORY.ID)
                .from(CATEGORY)
                .where(tx.owns(CATEGORY))
                .and(CATEGORY.ID.eq(id))
                .and(CATEGORY.DELETED_AT.isNull())
                .forShare()
                .fetchOptional()
                .isPresent();
        if (!there) {
            throw Given.nothing(path);
        }
    }

    /** @param list the path of the ids */
    static void categories(TenantContext tx, List<Category.Id> ids, String... list) {
        Set<Category.Id> live = tx.sql()
                .select(CATEGORY.ID)
                .from(CATEGORY)
                .where(tx.owns(CATEGORY))
                .and(Sql.isAny(CATEGORY.ID, ids))
                .and(CATEGORY.DELETED_AT.isNull())
                .orderBy(CATEGORY.ID)
                .forShare()
                .fetchSet(CATEGORY.ID);
        refuseAllBut(live, ids, list);
    }

    /**
     * @param ids of variants of the product; null where none is referred to
     * @param list the path of what refers to them by its {@code variantId}
     */
    static void variants(
            TenantContext tx, Product.Id product, List<? extends ProductVariant.@Nullable Id> ids, String... list) {
        var said = new HashSet<ProductVariant.Id>();
        for (ProductVariant.Id id : ids) {
            if (id != null) {
                said.add(id);
            }
        }
        if (said.isEmpty()) {
            return;
        }
        Set<ProductVariant.Id> live = tx.sql()
                .select(VARIANT.ID)
                .from(VARIANT)
                .where(tx.owns(VARIANT))
                .and(VARIANT.PRODUCT_ID.eq(product))
                .and(VARIANT.DELETED_AT.isNull())
                .and(Sql.isAny(VARIANT.ID, said))
                .orderBy(VARIANT.ID)
                .forShare()
                .fetchSet(VARIANT.ID);
        for (int i = 0; i < ids.size(); i++) {
            ProductVariant.Id id = ids.get(i);
            if (id != null && !live.contains(id)) {
                throw Given.nothing(Stream.concat(Stream.of(list), Stream.of("" + i, "variantId"))
                        .toArray(String[]::new));
            }
        }
    }

    private static <I> void refuseAllBut(Set<I> live, List<I> ids, String... list) {
        for (int i = 0; i < ids.size(); i++) {
            if (!live.contains(ids.get(i))) {
                throw Given.nothing(
                        Stream.concat(Stream.of(list), Stream.of("" + i)).toArray(String[]::new));
            }
        }
    }
}
