package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;
import static io.merkato.jooq.catalog.Tables.PRODUCT;

import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Takes a product off sale for good, without losing it. */
@Controller
class ProductArchive {

    record Payload(@Nullable Product product, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ProductChanges changes;

    ProductArchive(ProductChanges changes) {
        this.changes = changes;
    }

    @MutationMapping
    Payload productArchive(
            @Argument Product.Id id,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue StoreView storeView,
            @ContextValue Viewer viewer) {
        return tenant.mutate(
                viewer.may(CATALOG_WRITE),
                Payload::refused,
                tx -> new Payload(
                        changes.change(
                                tx, storeView, id, "id", ifVersion, before -> move(tx, id, ProductStatus.ARCHIVED)),
                        List.of()));
    }

    static void move(TenantContext tx, Product.Id id, ProductStatus status) {
        tx.sql()
                .update(PRODUCT)
                .set(PRODUCT.STATUS, status)
                .where(tx.owns(PRODUCT))
                .and(PRODUCT.ID.eq(id))
                .execute();
    }
}
