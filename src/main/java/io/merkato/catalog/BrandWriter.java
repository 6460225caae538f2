package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.BRAND;

import io.merkato.api.Given;
import io.merkato.api.Sql;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jooq.Field;
import org.jooq.InsertSetMoreStep;
import org.jspecify.annotations.Nullable;

/** How brands come to be and change. */
final class BrandWriter {

    private BrandWriter() {}

    static Brand lock(TenantContext tx, Brand.Id id, boolean deleted) {
        return tx.sql()
                .select(BrandRepository.FIELDS)
                .from(BRAND)
                .where(tx.owns(BRAND))
                .and(BRAND.ID.eq(id))
                .and(deleted ? BRAND.DELETED_AT.isNotNull() : BRAND.DELETED_AT.isNull())
                .forUpdate()
                .fetchOptional(BrandRepository::brand)
                .orElseThrow(() -> Given.nothing("id"));
    }

    /** @param made whether the slug was made of the name, and gets a number where it is taken */
    static Brand insert(TenantContext tx, Brand brand, boolean made) {
        if (!made) {
            return row(tx, brand, brand.slug())
                    .returning(BrandRepository.FIELDS)
                    .fetchSingle(BrandRepository::brand);
        }
        return FreeSlug.insert(
                brand.slug(),
                slugs -> tx.sql()
                        .select(BRAND.SLUG)
                        .from(BRAND)
                        .where(tx.owns(BRAND))
                        .and(Sql.isAny(BRAND.SLUG, slugs))
                        .and(BRAND.DELETED_AT.isNull())
                        .fetchSet(BRAND.SLUG),
                slug -> row(tx, brand, slug)
                        .onConflict(BRAND.TENANT_ID, BRAND.SLUG)
                        .where(BRAND.DELETED_AT.isNull())
                        .doNothing()
                        .returning(BrandRepository.FIELDS)
                        .fetchOptional(BrandRepository::brand));
    }

    private static InsertSetMoreStep<?> row(TenantContext tx, Brand brand, String slug) {
        return tx.sql()
                .insertInto(BRAND)
                .set(BRAND.TENANT_ID, tx.id())
                .set(BRAND.ID, brand.id())
                .set(columns(brand))
                .set(BRAND.SLUG, slug);
    }

    static void delete(TenantContext tx, Brand.Id id) {
        tx.sql()
                .update(BRAND)
                .set(BRAND.DELETED_AT, Instant.now())
                .set(BRAND.VERSION, BRAND.VERSION.plus(1))
                .set(BRAND.UPDATED_AT, Instant.now())
                .where(tx.owns(BRAND))
                .and(BRAND.ID.eq(id))
                .execute();
    }

    static Brand update(TenantContext tx, Brand brand) {
        return tx.sql()
                .update(BRAND)
                .set(columns(brand))
                .set(BRAND.DELETED_AT, brand.deletedAt())
                .set(BRAND.VERSION, BRAND.VERSION.plus(1))
                .set(BRAND.UPDATED_AT, Instant.now())
                .where(tx.owns(BRAND))
                .and(BRAND.ID.eq(brand.id()))
                .returning(BrandRepository.FIELDS)
                .fetchSingle(BrandRepository::brand);
    }

    private static Map<Field<?>, @Nullable Object> columns(Brand brand) {
        var columns = new HashMap<Field<?>, @Nullable Object>();
        columns.put(BRAND.NAME, brand.name());
        columns.put(BRAND.SLUG, brand.slug());
        columns.put(BRAND.DESCRIPTIONS, SafeHtml.of(brand.descriptions()));
        columns.put(BRAND.MEDIA_ID, brand.logoId());
        columns.put(BRAND.WEBSITE, brand.website());
        columns.put(BRAND.EXTERNAL_ID, brand.externalId());
        return columns;
    }
}
