package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.BRAND;
import static io.merkato.jooq.catalog.Tables.CATEGORY;
import static io.merkato.jooq.catalog.Tables.PRODUCT;

import io.merkato.api.Given;
import io.merkato.api.Sql;
import io.merkato.tenancy.TenantContext;
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

    private static <I> void refuseAllBut(Set<I> live, List<I> ids, String... list) {
        for (int i = 0; i < ids.size(); i++) {
            if (!live.contains(ids.get(i))) {
                throw Given.nothing(
                        Stream.concat(Stream.of(list), Stream.of("" + i)).toArray(String[]::new));
            }
        }
    }
}
