package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;
import static io.merkato.jooq.catalog.Tables.PRODUCT_STORE;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.store.Store;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Lets a store show a product as its tenant does. */
@Controller
class ProductStoreOverrideRemove {

    record Payload(@Nullable Product product, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ProductChanges changes;

    ProductStoreOverrideRemove(ProductChanges changes) {
        this.changes = changes;
    }

    @MutationMapping
    Payload productStoreOverrideRemove(
            @Argument Product.Id productId,
            @Argument Store.Id storeId,
            @ContextValue TenantContext tenant,
            @ContextValue StoreView storeView,
            @ContextValue Viewer viewer) {
        return tenant.mutate(
                viewer.mayIn(CATALOG_WRITE, storeId),
                Payload::refused,
                tx -> new Payload(
                        changes.change(tx, Sight.ofWriter(storeView, viewer), productId, "productId", null, locked -> {
                                    int gone = tx.sql()
                                            .deleteFrom(PRODUCT_STORE)
                                            .where(tx.owns(PRODUCT_STORE))
                                            .and(PRODUCT_STORE.STORE_ID.eq(storeId))
                                            .and(PRODUCT_STORE.PRODUCT_ID.eq(productId))
                                            .execute();
                                    if (gone == 0) {
                                        throw Given.nothing("storeId");
                                    }
                                })
                                .orElse(null),
                        List.of()));
    }
}
