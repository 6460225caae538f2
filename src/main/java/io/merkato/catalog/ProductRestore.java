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
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
            Product after = changes.find(tx, storeView, id).orElseThrow();
            tx.restored(id, before, ProductState.of(tx, id).members());
            room.check(tx, "id");
            return new Payload(after, List.of());
        });
    }

    private static void refuseWherePartIsGone(TenantContext tx, Product.Id bundle) {
        if (tx.sql()
                .fetchExists(DSL.selectOne()
                        .from(PRODUCT_BUNDLE_ITEM)
                        .join(VARIANT)
                        .on(tx.owns(VARIANT).and(VARIANT.ID.eq(PRODUCT_BUNDLE_ITEM.VARIANT_ID)))
                        .where(tx.owns(PRODUCT_BUNDLE_ITEM))
                        .and(PRODUCT_BUNDLE_ITEM.PRODUCT_ID.eq(bundle))
                        .and(VARIANT.DELETED_AT.isNotNull()))) {
            throw new Refused(Refusal.of(CONFLICT, "A variant in the bundle is deleted; restore it first.", "id"));
        }
    }
}
