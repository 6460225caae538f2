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

/** Takes a product off sale, back to the drafts. */
@Controller
class ProductUnpublish {

    record Payload(@Nullable Product product, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ProductChanges changes;

    ProductUnpublish(ProductChanges changes) {
        this.changes = changes;
    }

    @MutationMapping
    Payload productUnpublish(
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
                                tx,
                                storeView,
                                id,
                                "id",
                                ifVersion,
                                before -> ProductArchive.move(tx, id, ProductStatus.DRAFT)),
                        List.of()));
    }
}
