package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.VARIANT;

import io.merkato.api.Given;
import io.merkato.api.Sql;
import io.merkato.api.VersionConflict;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Changes to one product, whatever part of it they touch: it is locked, and where it is not the same in the end, gets its next version, as do the variants that are not. */
@Component
class ProductChanges {

    private final ProductRepository products;

    ProductChanges(ProductRepository products) {
        this.products = products;
    }

    /** @param argument the name of the argument that the id came in */
    Product change(
            TenantContext tx,
            StoreView store,
            Product.Id id,
            String argument,
            @Nullable Integer ifVersion,
            Consumer<LockedProduct> rule) {
        return change(tx, new Sight(store, true), id, argument, ifVersion, rule).orElseThrow();
    }

    /** For whoever may change the product and does not see all of it: empty where they do not see it after that either. */
    Optional<Product> change(
            TenantContext tx,
            Sight sight,
            Product.Id id,
            String argument,
            @Nullable Integer ifVersion,
            Consumer<LockedProduct> rule) {
        LockedProduct locked = LockedProduct.of(tx, id, argument);
        if (locked.deletedAt() != null) {
            throw Given.nothing(argument);
        }
        VersionConflict.check(ifVersion, locked.version());
        ProductState before = ProductState.of(tx, id);
        rule.accept(locked);
        ProductState after = ProductState.of(tx, id);
        if (tx.changes(id, before.members(), after.members())) {
            raise(tx, Set.of(id), after.variantsUnlike(before));
        }
        return products.find(tx, sight, id);
    }

    /** The next version of each. */
    static void raise(TenantContext tx, Set<Product.Id> ids, List<ProductVariant.Id> variants) {
        if (!variants.isEmpty()) {
            tx.sql()
                    .update(VARIANT)
                    .set(VARIANT.VERSION, VARIANT.VERSION.plus(1))
                    .set(VARIANT.UPDATED_AT, Instant.now())
                    .where(tx.owns(VARIANT))
                    .and(Sql.isAny(VARIANT.ID, variants))
                    .execute();
        }
        tx.sql()
                .update(PRODUCT)
                .set(PRODUCT.VERSION, PRODUCT.VERSION.plus(1))
                .set(PRODUCT.UPDATED_AT, Instant.now())
                .where(tx.owns(PRODUCT))
                .and(Sql.isAny(PRODUCT.ID, ids))
                .execute();
    }

    /** The product, where it has this status already: then nothing changes. */
    Optional<Product> already(
            TenantContext tx, StoreView store, Product.Id id, @Nullable Integer ifVersion, ProductStatus status) {
        LockedProduct locked = LockedProduct.of(tx, id, "id");
        if (locked.deletedAt() != null || locked.status() != status) {
            return Optional.empty();
        }
        VersionConflict.check(ifVersion, locked.version());
        tx.unchanged();
        return find(tx, store, id);
    }

    Optional<Product> find(TenantContext tx, StoreView store, Product.Id id) {
        return products.find(tx, new Sight(store, true), id);
    }
}
