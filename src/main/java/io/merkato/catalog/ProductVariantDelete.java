package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;
import static io.merkato.jooq.catalog.Tables.VARIANT;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.Sql;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class ProductVariantDelete {

    record Payload(@Nullable Product product, @Nullable List<ProductVariant.Id> variantIds, List<UserError> userErrors)
            implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, null, errors);
        }
    }

    private final ProductChanges changes;

    ProductVariantDelete(ProductChanges changes) {
        this.changes = changes;
    }

    @MutationMapping
    Payload productVariantDelete(
            @Argument Product.Id productId,
            @Argument List<ProductVariant.Id> variantIds,
            @ContextValue TenantContext tenant,
            @ContextValue StoreView storeView,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            Product product = changes.change(tx, storeView, productId, "productId", null, locked -> {
                Set<ProductVariant.Id> known =
                        VariantWriter.lock(tx, productId, variantIds).keySet();
                for (int i = 0; i < variantIds.size(); i++) {
                    if (!known.contains(variantIds.get(i))) {
                        throw Given.nothing("variantIds", "" + i);
                    }
                }
                Bundled.refuse(tx, Sql.isAny(VARIANT.ID, variantIds), "variantIds");
                VariantWriter.delete(tx, variantIds);
            });
            return new Payload(product, variantIds, List.of());
        });
    }
}
