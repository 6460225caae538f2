package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;
import static io.merkato.jooq.catalog.Tables.VARIANT;

import io.merkato.api.MutationPayload;
import io.merkato.api.Sql;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Takes back the deletion of variants of a product that is not deleted itself. */
@Controller
class ProductVariantRestore {

    record Payload(@Nullable Product product, @Nullable List<ProductVariant> variants, List<UserError> userErrors)
            implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, null, Restorable.aboutId(errors));
        }
    }

    private final ProductChanges changes;
    private final VariantRepository variants;

    ProductVariantRestore(ProductChanges changes, VariantRepository variants) {
        this.changes = changes;
        this.variants = variants;
    }

    @MutationMapping
    Payload productVariantRestore(
            @Argument Product.Id productId,
            @Argument List<ProductVariant.Id> variantIds,
            @ContextValue TenantContext tenant,
            @ContextValue StoreView storeView,
            @ContextValue Viewer viewer) {
        List<ProductVariant.Id> ids = variantIds.stream().distinct().toList();
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            Product product = changes.change(tx, storeView, productId, "productId", null, locked -> {
                Map<ProductVariant.Id, Instant> deleted = lock(tx, productId, ids);
                for (int i = 0; i < variantIds.size(); i++) {
                    Restorable.check(deleted.get(variantIds.get(i)), "variantIds", "" + i);
                }
                tx.write(ids, id -> List.of("variantIds", "" + variantIds.indexOf(id)), some -> restore(tx, some));
            });
            Map<ProductVariant.Id, ProductVariant> found = variants.byId(tx, new Sight(storeView, true), ids);
            return new Payload(
                    product,
                    ids.stream()
                            .map(id -> Objects.requireNonNull(found.get(id)))
                            .toList(),
                    List.of());
        });
    }

    private static Map<ProductVariant.Id, Instant> lock(
            TenantContext tx, Product.Id product, List<ProductVariant.Id> ids) {
        return tx.sql()
                .select(VARIANT.ID, VARIANT.DELETED_AT)
                .from(VARIANT)
                .where(tx.owns(VARIANT))
                .and(VARIANT.PRODUCT_ID.eq(product))
                .and(VARIANT.DELETED_AT.isNotNull())
                .and(Sql.isAny(VARIANT.ID, ids))
                .orderBy(VARIANT.ID)
                .forUpdate()
                .fetchMap(VARIANT.ID, VARIANT.DELETED_AT);
    }

    private static int restore(TenantContext tx, List<ProductVariant.Id> ids) {
        return tx.sql()
                .update(VARIANT)
                .setNull(VARIANT.DELETED_AT)
                .where(tx.owns(VARIANT))
                .and(Sql.isAny(VARIANT.ID, ids))
                .execute();
    }
}
