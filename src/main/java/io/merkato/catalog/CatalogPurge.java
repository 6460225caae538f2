package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.BRAND;
import static io.merkato.jooq.catalog.Tables.CATEGORY;
import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.REVIEW;
import static io.merkato.jooq.catalog.Tables.VARIANT;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.select;

import io.merkato.api.Grant;
import io.merkato.api.MutationPayload;
import io.merkato.api.Permission;
import io.merkato.api.Refused;
import io.merkato.api.Sql;
import io.merkato.api.TypeId;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.tenancy.Purge;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantUpkeep;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jooq.Record;
import org.jooq.Record3;
import org.jooq.Result;
import org.jooq.Table;
import org.jooq.TableField;
import org.springframework.stereotype.Component;

/**
 * Ends what was deleted in the catalogue too long ago to be restored, with all that hangs on it, some at a time, and reviews by nobody in particular that
 * no moderator has looked at for as long.
 */
@Component
class CatalogPurge implements TenantUpkeep {

    private static final int BATCH = 50;
    private static final Grant GRANT = Viewer.system("catalogPurge").may(Permission.CATALOG_WRITE);

    record Payload(List<UserError> userErrors) implements MutationPayload {}

    /** What the audit log keeps of it. */
    record Purged(String name, Instant deletedAt) {}

    /** Takes out of the way what would not go by itself, and answers the media that may be without use once these are gone. */
    private interface Parts<I> {
        Set<Media.Id> take(TenantContext tx, List<I> ids);
    }

    private record Kind<R extends Record, I extends TypeId>(
            Table<R> table,
            TableField<R, I> id,
            TableField<R, String> name,
            TableField<R, Instant> deletedAt,
            Parts<I> parts) {}

    /** Products before the brands and categories that they may be the last to name. */
    private static final List<Kind<?, ?>> KINDS = List.of(
            new Kind<>(PRODUCT, PRODUCT.ID, PRODUCT.SLUG, PRODUCT.DELETED_AT, PurgedParts::ofProducts),
            new Kind<>(VARIANT, VARIANT.ID, VARIANT.SKU, VARIANT.DELETED_AT, (tx, ids) -> Set.of()),
            new Kind<>(CATEGORY, CATEGORY.ID, CATEGORY.SLUG, CATEGORY.DELETED_AT, PurgedParts::ofCategories),
            new Kind<>(BRAND, BRAND.ID, BRAND.SLUG, BRAND.DELETED_AT, PurgedParts::ofBrands));

    private static final int REVIEWS_AT_ONCE = 5_000;

    @Override
    public void tidy(TenantContext tenant) {
        Instant end = Restorable.since();
        KINDS.forEach(kind -> purgeAll(tenant, kind, end));
        int gone;
        do {
            gone = tenant.transact(GRANT, tx -> forgetReviews(tx, end));
        } while (gone == REVIEWS_AT_ONCE);
    }

    private static int forgetReviews(TenantContext tx, Instant end) {
        var old = REVIEW.as("old");
        return tx.sql()
                .deleteFrom(REVIEW)
                .where(tx.owns(REVIEW))
                .and(REVIEW.ID.eq(any(array(select(old.ID)
                        .from(old)
                        .where(tx.owns(old))
                        .and(old.STATUS.eq(ReviewStatus.PENDING))
                        .and(old.USER_ID.isNull())
                        .and(old.CREATED_AT.lt(end))
                        .limit(REVIEWS_AT_ONCE)))))
                .execute();
    }

    private static <R extends Record, I extends TypeId> void purgeAll(
            TenantContext tenant, Kind<R, I> kind, Instant end) {
        Purge.<I>all(
                tenant,
                kept -> next(tenant, kind, end, kept),
                ids -> tenant.mutate(GRANT, Purge.PATIENCE, Payload::new, tx -> purgeIn(tx, kind, end, ids))
                        .userErrors()
                        .isEmpty());
    }

    /** Those that went first before those that went later: what is part of another goes after it. */
    private static <R extends Record, I extends TypeId> List<I> next(
            TenantContext tenant, Kind<R, I> kind, Instant end, List<I> kept) {
        return tenant.sql()
                .select(kind.id)
                .from(kind.table)
                .where(tenant.owns(kind.table))
                .and(kind.deletedAt.lt(end))
                .andNot(Sql.isAny(kind.id, kept))
                .orderBy(kind.deletedAt, kind.id)
                .limit(BATCH)
                .fetch(kind.id);
    }

    private static <R extends Record, I extends TypeId> Payload purgeIn(
            TenantContext tx, Kind<R, I> kind, Instant end, List<I> ids) {
        Result<Record3<I, String, Instant>> gone = tx.sql()
                .select(kind.id, kind.name, kind.deletedAt)
                .from(kind.table)
                .where(tx.owns(kind.table))
                .and(Sql.isAny(kind.id, ids))
                .and(kind.deletedAt.lt(end))
                .orderBy(kind.id)
                .forUpdate()
                .fetch();
        if (gone.isEmpty()) {
            throw new Refused(List.of()); // another node was faster
        }
        gone.forEach(row -> tx.purged(row.value1(), new Purged(row.value2(), row.value3())));
        List<I> found = gone.map(Record3::value1);
        Set<Media.Id> media = kind.parts.take(tx, found);
        tx.sql()
                .deleteFrom(kind.table)
                .where(tx.owns(kind.table))
                .and(Sql.isAny(kind.id, found))
                .execute();
        PurgedParts.dropUnused(tx, media);
        return new Payload(List.of());
    }
}
