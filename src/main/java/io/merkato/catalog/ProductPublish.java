package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;
import static io.merkato.api.UserErrorCode.REQUIRED;
import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.VARIANT;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Puts a product on sale, once it has all that its attribute set requires. */
@Controller
class ProductPublish {

    record Payload(@Nullable Product product, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ProductChanges changes;

    ProductPublish(ProductChanges changes) {
        this.changes = changes;
    }

    @MutationMapping
    Payload productPublish(
            @Argument Product.Id id,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue StoreView storeView,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            Optional<Product> already = changes.already(tx, storeView, id, ifVersion, ProductStatus.ACTIVE);
            if (already.isPresent()) {
                return new Payload(already.get(), List.of());
            }
            Product product = changes.change(tx, storeView, id, "id", ifVersion, before -> {
                check(tx, id);
                tx.sql()
                        .update(PRODUCT)
                        .set(PRODUCT.STATUS, ProductStatus.ACTIVE)
                        .set(
                                PRODUCT.PUBLISHED_AT,
                                DSL.coalesce(PRODUCT.PUBLISHED_AT, DSL.val(Instant.now(), PRODUCT.PUBLISHED_AT)))
                        .where(tx.owns(PRODUCT))
                        .and(PRODUCT.ID.eq(id))
                        .execute();
            });
            return new Payload(product, List.of());
        });
    }

    private static void check(TenantContext tx, Product.Id id) {
        var errors = new ArrayList<UserError>();
        if (!tx.sql()
                .fetchExists(
                        VARIANT, tx.owns(VARIANT).and(VARIANT.PRODUCT_ID.eq(id)).and(VARIANT.DELETED_AT.isNull()))) {
            errors.add(Refusal.of(REQUIRED, "The product has no variant that could be bought.", "id"));
        }
        var missing = io.merkato.jooq.catalog.Tables.MISSING_REQUIRED(tx.id().value(), id.value());
        tx.sql()
                .select(missing.CODE)
                .from(missing)
                .orderBy(missing.CODE)
                .forEach(row -> errors.add(Refusal.of(
                        REQUIRED, "The product lacks the required attribute '" + row.value1() + "'.", "id")));
        if (!errors.isEmpty()) {
            throw new Refused(errors);
        }
    }
}
