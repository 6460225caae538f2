package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;

import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class ProductVariantCreate {

    record Input(List<ProductVariantInput> variants) {}

    record Payload(@Nullable Product product, @Nullable List<ProductVariant> variants, List<UserError> userErrors)
            implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, null, errors);
        }
    }

    private final ProductChanges changes;
    private final VariantRepository variants;

    ProductVariantCreate(ProductChanges changes, VariantRepository variants) {
        this.changes = changes;
        this.variants = variants;
    }

    @MutationMapping
    Payload productVariantCreate(
            @Argument Product.Id productId,
            @Argument Input input,
            @ContextValue TenantContext tenant,
            @ContextValue StoreView storeView,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            var ids = new ArrayList<ProductVariant.Id>();
            Product product = changes.change(
                    tx,
                    storeView,
                    productId,
                    "productId",
                    null,
                    locked -> ids.addAll(VariantWriter.insert(tx, locked, input.variants())));
            Map<ProductVariant.Id, ProductVariant> made = variants.byId(tx, new Sight(storeView, true), ids);
            return new Payload(
                    product,
                    ids.stream().map(id -> Objects.requireNonNull(made.get(id))).toList(),
                    List.of());
        });
    }
}
