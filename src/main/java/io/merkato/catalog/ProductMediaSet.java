package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;

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

@Controller
class ProductMediaSet {

    record Input(List<ProductMediaInput> media) {}

    record Payload(@Nullable Product product, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ProductChanges changes;

    ProductMediaSet(ProductChanges changes) {
        this.changes = changes;
    }

    @MutationMapping
    Payload productMediaSet(
            @Argument Product.Id productId,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue StoreView storeView,
            @ContextValue Viewer viewer) {
        return tenant.mutate(
                viewer.may(CATALOG_WRITE),
                Payload::refused,
                tx -> new Payload(
                        changes.change(
                                tx,
                                storeView,
                                productId,
                                "productId",
                                ifVersion,
                                locked -> ProductMediaInput.write(tx, productId, input.media())),
                        List.of()));
    }
}
