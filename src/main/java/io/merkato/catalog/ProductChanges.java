package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.PRODUCT;

import io.merkato.api.Given;
import io.merkato.api.VersionConflict;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Changes to one product, whatever part of it they touch: it is locked, gets its next version, and its story is told to the audit log. */
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
            java.util.function.Consumer<LockedProduct> rule) {
        LockedProduct locked = LockedProduct.of(tx, id, argument);
        if (locked.deletedAt() != null) {
            throw Given.nothing(argument);
        }
        VersionConflict.check(ifVersion, locked.version());
        Product before = find(tx, store, id).orElse(null);
        rule.accept(locked);
        tx.sql()
                .update(PRODUCT)
                .set(PRODUCT.VERSION, PRODUCT.VERSION.plus(1))
                .set(PRODUCT.UPDATED_AT, Instant.now())
                .where(tx.owns(PRODUCT))
                .and(PRODUCT.ID.eq(id))
                .execute();
        Product after = find(tx, store, id).orElseThrow();
        tx.changed(id, before, after);
        return after;
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
