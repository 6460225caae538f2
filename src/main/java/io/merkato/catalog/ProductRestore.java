package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;
import static io.merkato.api.UserErrorCode.CONFLICT;
import static io.merkato.api.UserErrorCode.NOT_ALLOWED;
import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.PRODUCT_BUNDLE_ITEM;
import static io.merkato.jooq.catalog.Tables.VARIANT;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.jooq.catalog.Tables;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Takes back a deletion, with the variants that went with it. */
@Controller
class ProductRestore {

    record Payload(@Nullable Product product, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, Restorable.aboutId(errors));
        }
    }

    private final ProductChanges changes;
    private final ProductRoom room;

    ProductRestore(ProductChanges changes, ProductRoom room) {
        this.changes = changes;
        this.room = room;
    }

    @MutationMapping
    Payload productRestore(
            @Argument Product.Id id,
            @ContextValue TenantContext tenant,
            @ContextValue StoreView storeView,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            LockedProduct locked = LockedProduct.of(tx, id, "id");
            Instant deletedAt = locked.deletedAt();
            if (deletedAt == null) {
                throw new Refused(Refusal.of(NOT_ALLOWED, "The product is not deleted.", "id"));
            }
            Restorable.check(deletedAt, "id");
            refuseWherePartIsGone(tx, id);
            Map<String, @Nullable Object> before = ProductState.of(tx, id).members();
            tx.sql()
                    .update(PRODUCT)
                    .setNull(PRODUCT.DELETED_AT)
                    .set(PRODUCT.VERSION, PRODUCT.VERSION.plus(1))
                    .set(PRODUCT.UPDATED_AT, Instant.now())
                    .where(tx.owns(PRODUCT))
                    .and(PRODUCT.ID.eq(id))
                    .execute();
            unpublishWhereIncomplete(tx, id);
            Product after = changes.find(tx, storeView, id).orElseThrow();
            tx.restored(id, before, ProductState.of(tx, id).members());
            room.check(tx, "id");
            return new Payload(after, List.of());
        });
    }

    /** Whoever deletes a part meanwhile waits, and then finds it in use. */
    private static void refuseWherePartIsGone(TenantContext tx, Product.Id bundle) {
        boolean gone = tx
                .sql()
                .select(VARIANT.DELETED_AT)
                .from(VARIANT)
                .where(tx.owns(VARIANT))
                .and(VARIANT.ID.in(DSL.select(PRODUCT_BUNDLE_ITEM.VARIANT_ID)
                        .from(PRODUCT_BUNDLE_ITEM)
                        .where(tx.owns(PRODUCT_BUNDLE_ITEM))
                        .and(PRODUCT_BUNDLE_ITEM.PRODUCT_ID.eq(bundle))))
                .orderBy(VARIANT.ID)
                .forShare()
                .fetch(VARIANT.DELETED_AT)
                .stream()
                .anyMatch(Objects::nonNull);
        if (gone) {
            throw new Refused(Refusal.of(CONFLICT, "A variant in the bundle is deleted; restore it first.", "id"));
        }
    }

    /** Its attribute set may require more by now than it says, which nobody can add to what is deleted. */
    private static void unpublishWhereIncomplete(TenantContext tx, Product.Id id) {
        tx.sql()
                .update(PRODUCT)
                .set(PRODUCT.STATUS, ProductStatus.DRAFT)
                .where(tx.owns(PRODUCT))
                .and(PRODUCT.ID.eq(id))
                .and(PRODUCT.STATUS.eq(ProductStatus.ACTIVE))
                .andExists(DSL.selectOne()
                        .from(Tables.MISSING_REQUIRED(DSL.val(tx.id().value()), PRODUCT.ID.coerce(UUID.class))))
                .execute();
    }
}
