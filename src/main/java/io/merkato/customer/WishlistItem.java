package io.merkato.customer;

import io.merkato.api.Owned;
import io.merkato.api.TypeId;
import io.merkato.catalog.Product;
import io.merkato.catalog.ProductVariant;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something a customer wishes for: a product, or one variant of it. */
public record WishlistItem(
        Id id, Customer.Id customerId, Product.Id productId, ProductVariant.@Nullable Id variantId, Instant addedAt)
        implements Owned {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "wishlist_item";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    @Override
    public Customer.Id owner() {
        return customerId;
    }
}
