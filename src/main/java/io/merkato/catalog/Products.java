package io.merkato.catalog;

import io.merkato.api.Viewer;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What other modules may know of products. */
@Component
public class Products {

    private final ProductRepository products;
    private final VariantRepository variants;

    Products(ProductRepository products, VariantRepository variants) {
        this.products = products;
        this.variants = variants;
    }

    /**
     * Refuses an input that refers to a product that is deleted or never was, and keeps the others from being deleted until the transaction ends.
     *
     * @param list the path of the ids
     */
    public void require(TenantContext tx, List<Product.Id> ids, String... list) {
        Referred.products(tx, ids, list);
    }

    /** As {@link #require} of one, by its own path. */
    public void requireOne(TenantContext tx, Product.Id id, String... path) {
        Referred.product(tx, id, path);
    }

    /** Whether shoppers see the product in this store. */
    public boolean isOnSale(TenantContext tenant, StoreView store, Product.Id product) {
        return products.find(tenant, new Sight(store, false), product).isPresent();
    }

    /** Whether shoppers see this variant of the product in this store. */
    public boolean isOnSale(TenantContext tenant, StoreView store, Product.Id product, ProductVariant.Id variant) {
        return variants.find(tenant, new Sight(store, false), variant)
                .filter(found -> found.productId().equals(product))
                .isPresent();
    }

    /** As the viewer gets to see it through this store; empty where they do not. */
    public Optional<ProductVariant> findVariant(
            TenantContext tenant, StoreView store, Viewer viewer, ProductVariant.Id variant) {
        return variants.find(tenant, Sight.of(store, viewer), variant);
    }
}
