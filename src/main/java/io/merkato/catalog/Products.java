package io.merkato.catalog;

import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import org.springframework.stereotype.Component;

/** What is on sale, for other modules. */
@Component
public class Products {

    private final ProductRepository products;
    private final VariantRepository variants;

    Products(ProductRepository products, VariantRepository variants) {
        this.products = products;
        this.variants = variants;
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
}
