package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_VALUE;
import static io.merkato.jooq.catalog.Tables.BRAND;
import static io.merkato.jooq.catalog.Tables.CATEGORY;
import static io.merkato.jooq.catalog.Tables.MEDIA;
import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.PRODUCT_BUNDLE_ITEM;
import static io.merkato.jooq.catalog.Tables.PRODUCT_MEDIA;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Sql;
import io.merkato.tenancy.TenantContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Table;
import org.jooq.TableField;

/** What hangs on purged products, categories and brands, and does not go with them by itself. */
final class PurgedParts {

    private PurgedParts() {}

    static Set<Media.Id> ofProducts(TenantContext tx, List<Product.Id> ids) {
        Set<Media.Id> media = media(tx, PRODUCT_MEDIA.MEDIA_ID, Sql.isAny(PRODUCT_MEDIA.PRODUCT_ID, ids));
        media.addAll(media(tx, ATTRIBUTE_VALUE.MEDIA_ID, Sql.isAny(ATTRIBUTE_VALUE.PRODUCT_ID, ids)));
        tx.sql()
                .deleteFrom(PRODUCT_BUNDLE_ITEM)
                .where(tx.owns(PRODUCT_BUNDLE_ITEM))
                .and(Sql.isAny(PRODUCT_BUNDLE_ITEM.PRODUCT_ID, ids))
                .execute();
        return media;
    }

    static Set<Media.Id> ofCategories(TenantContext tx, List<Category.Id> ids) {
        return media(tx, CATEGORY.MEDIA_ID, Sql.isAny(CATEGORY.ID, ids));
    }

    /** Products that came back after their brand went have named none since, as far as anyone could see. */
    static Set<Media.Id> ofBrands(TenantContext tx, List<Brand.Id> ids) {
        tx.sql()
                .update(PRODUCT)
                .setNull(PRODUCT.BRAND_ID)
                .where(tx.owns(PRODUCT))
                .and(Sql.isAny(PRODUCT.BRAND_ID, ids))
                .execute();
        return media(tx, BRAND.MEDIA_ID, Sql.isAny(BRAND.ID, ids));
    }

    private static Table<?> table(TableField<?, ?> field) {
        return requireNonNull(field.getTable());
    }

    private static Set<Media.Id> media(TenantContext tx, TableField<?, Media.Id> media, Condition which) {
        return new HashSet<>(tx.sql()
                .selectDistinct(media)
                .from(table(media))
                .where(tx.owns(table(media)))
                .and(which)
                .and(media.isNotNull())
                .fetch(media));
    }

    /** Locked first: whoever is about to use one has done so before it is looked at, or finds it gone. */
    static void dropUnused(TenantContext tx, Set<Media.Id> media) {
        if (media.isEmpty()) {
            return;
        }
        tx.sql()
                .select(MEDIA.ID)
                .from(MEDIA)
                .where(tx.owns(MEDIA))
                .and(Sql.isAny(MEDIA.ID, media))
                .orderBy(MEDIA.ID)
                .forUpdate()
                .execute();
        tx.sql()
                .deleteFrom(MEDIA)
                .where(tx.owns(MEDIA))
                .and(Sql.isAny(MEDIA.ID, media))
                .andNot(uses(tx, PRODUCT_MEDIA.MEDIA_ID))
                .andNot(uses(tx, ATTRIBUTE_VALUE.MEDIA_ID))
                .andNot(uses(tx, CATEGORY.MEDIA_ID))
                .andNot(uses(tx, BRAND.MEDIA_ID))
                .execute();
    }

    private static Condition uses(TenantContext tx, TableField<?, Media.Id> media) {
        return exists(
                selectOne().from(table(media)).where(tx.owns(table(media))).and(media.eq(MEDIA.ID)));
    }
}
