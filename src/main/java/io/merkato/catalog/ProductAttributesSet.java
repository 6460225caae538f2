package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Says what a product, or one of its variants, has to say for some attributes; the others stay as they are. */
@Controller
class ProductAttributesSet {

    record Input(ArgumentValue<ProductVariant.Id> variantId, List<AttributeValueInput> values) {}

    record Payload(@Nullable Product product, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ProductChanges changes;

    ProductAttributesSet(ProductChanges changes) {
        this.changes = changes;
    }

    @MutationMapping
    Payload productAttributesSet(
            @Argument Product.Id productId,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue StoreView storeView,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            Product product = changes.change(tx, storeView, productId, "productId", ifVersion, locked -> {
                ProductVariant.Id variant = input.variantId().value();
                if (variant != null
                        && VariantWriter.lock(tx, productId, List.of(variant)).isEmpty()) {
                    throw Given.nothing("input", "variantId");
                }
                ValueWriter.write(
                        tx,
                        locked.attributeSetId(),
                        AttributeValueInput.of(productId, variant, input.values(), "input", "values"));
                if (variant != null) {
                    VariantWriter.requireAxes(tx, locked, List.of(variant), "input", "values");
                }
            });
            return new Payload(product, List.of());
        });
    }
}
