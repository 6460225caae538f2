package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.CATEGORY;

import io.merkato.api.Given;
import io.merkato.api.Sql;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jooq.Field;
import org.jooq.InsertSetMoreStep;
import org.jspecify.annotations.Nullable;

/** How categories come to be, change and move; the database keeps their tree. */
final class CategoryWriter {

    private CategoryWriter() {}

    /** Others may be moved beneath it meanwhile: a full lock had moves in a ring wait for each other. */
    static Category lock(TenantContext tx, Category.Id id, boolean deleted) {
        return tx.sql()
                .select(CategoryRepository.FIELDS)
                .from(CATEGORY)
                .where(tx.owns(CATEGORY))
                .and(CATEGORY.ID.eq(id))
                .and(deleted ? CATEGORY.DELETED_AT.isNotNull() : CATEGORY.DELETED_AT.isNull())
                .forNoKeyUpdate()
                .fetchOptional(CategoryRepository::category)
                .orElseThrow(() -> Given.nothing("id"));
    }

    /** @param made whether the slug was made of the name, and gets a number where it is taken */
    static Category insert(TenantContext tx, Category category, boolean made) {
        if (!made) {
            return row(tx, category, category.slug())
                    .returning(CategoryRepository.FIELDS)
                    .fetchSingle(CategoryRepository::category);
        }
        return FreeSlug.insert(
                category.slug(),
                slugs -> tx.sql()
                        .select(CATEGORY.SLUG)
                        .from(CATEGORY)
                        .where(tx.owns(CATEGORY))
                        .and(Sql.isAny(CATEGORY.SLUG, slugs))
                        .and(CATEGORY.DELETED_AT.isNull())
                        .fetchSet(CATEGORY.SLUG),
                slug -> row(tx, category, slug)
                        .onConflict(CATEGORY.TENANT_ID, CATEGORY.SLUG)
                        .where(CATEGORY.DELETED_AT.isNull())
                        .doNothing()
                        .returning(CategoryRepository.FIELDS)
                        .fetchOptional(CategoryRepository::category));
    }

    private static InsertSetMoreStep<?> row(TenantContext tx, Category category, String slug) {
        return tx.sql()
                .insertInto(CATEGORY)
                .set(CATEGORY.TENANT_ID, tx.id())
                .set(CATEGORY.ID, category.id())
                .set(columns(category))
                .set(CATEGORY.SLUG, slug);
    }

    static void delete(TenantContext tx, Category.Id id) {
        tx.sql()
                .update(CATEGORY)
                .set(CATEGORY.DELETED_AT, Instant.now())
                .set(CATEGORY.VERSION, CATEGORY.VERSION.plus(1))
                .set(CATEGORY.UPDATED_AT, Instant.now())
                .where(tx.owns(CATEGORY))
                .and(CATEGORY.ID.eq(id))
                .execute();
    }

    static Category update(TenantContext tx, Category category) {
        return tx.sql()
                .update(CATEGORY)
                .set(columns(category))
                .set(CATEGORY.DELETED_AT, category.deletedAt())
                .set(CATEGORY.VERSION, CATEGORY.VERSION.plus(1))
                .set(CATEGORY.UPDATED_AT, Instant.now())
                .where(tx.owns(CATEGORY))
                .and(CATEGORY.ID.eq(category.id()))
                .returning(CategoryRepository.FIELDS)
                .fetchSingle(CategoryRepository::category);
    }

    private static Map<Field<?>, @Nullable Object> columns(Category category) {
        var columns = new HashMap<Field<?>, @Nullable Object>();
        columns.put(CATEGORY.PARENT_ID, category.parentId());
        columns.put(CATEGORY.SLUG, category.slug());
        columns.put(CATEGORY.NAMES, category.names());
        columns.put(CATEGORY.DESCRIPTIONS, SafeHtml.of(category.descriptions()));
        columns.put(CATEGORY.SEO_TITLES, category.seoTitles());
        columns.put(CATEGORY.SEO_DESCRIPTIONS, category.seoDescriptions());
        columns.put(CATEGORY.POSITION, category.position());
        columns.put(CATEGORY.MEDIA_ID, category.imageId());
        columns.put(CATEGORY.EXTERNAL_ID, category.externalId());
        return columns;
    }
}
