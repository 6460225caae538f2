package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;
import static io.merkato.api.UserErrorCode.NOT_ALLOWED;
import static io.merkato.jooq.catalog.Tables.PRODUCT;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.store.StoreView;
import io.merkato.tenancy.PlanLimits;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Takes back a deletion, with the variants that went with it. */
@Controller
class ProductRestore {

    private static final java.time.Duration RESTORABLE = java.time.Duration.ofDays(90);

    record Payload(@Nullable Product product, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ProductChanges changes;
    private final PlanLimits limits;

    ProductRestore(ProductChanges changes, PlanLimits limits) {
        this.changes = changes;
        this.limits = limits;
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
            if (deletedAt.plus(RESTORABLE).isBefore(Instant.now())) {
                throw Given.nothing("id");
            }
            int products = tx.sql().fetchCount(PRODUCT, tx.owns(PRODUCT).and(PRODUCT.DELETED_AT.isNull()));
            limits.allowProducts(tx, products + 1L);
            tx.sql()
                    .update(PRODUCT)
                    .setNull(PRODUCT.DELETED_AT)
                    .set(PRODUCT.VERSION, PRODUCT.VERSION.plus(1))
                    .set(PRODUCT.UPDATED_AT, Instant.now())
                    .where(tx.owns(PRODUCT))
                    .and(PRODUCT.ID.eq(id))
                    .execute();
            Product after = changes.find(tx, storeView, id).orElseThrow();
            tx.changed(id, null, after);
            return new Payload(after, List.of());
        });
    }
}
