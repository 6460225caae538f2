package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;
import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.VARIANT;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Deletes a product with its variants; it can be restored for 90 days. */
@Controller
class ProductDelete {

    record Payload(Product.@Nullable Id productId, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    @MutationMapping
    Payload productDelete(
            @Argument Product.Id id,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            LockedProduct locked = LockedProduct.of(tx, id, "id");
            if (locked.deletedAt() != null) {
                throw Given.nothing("id");
            }
            Map<String, @Nullable Object> before = ProductState.of(tx, id).members();
            VersionConflict.check(ifVersion, locked.version());
            Bundled.refuse(tx, VARIANT.PRODUCT_ID.eq(id), "id");
            tx.sql()
                    .update(PRODUCT)
                    .set(PRODUCT.DELETED_AT, Instant.now())
                    .set(PRODUCT.VERSION, PRODUCT.VERSION.plus(1))
                    .set(PRODUCT.UPDATED_AT, Instant.now())
                    .where(tx.owns(PRODUCT))
                    .and(PRODUCT.ID.eq(id))
                    .execute();
            tx.deleted(id, before);
            return new Payload(id, List.of());
        });
    }
}
