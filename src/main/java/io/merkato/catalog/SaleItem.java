package io.merkato.catalog;

import java.util.Map;
import java.util.Set;

/**
 * A variant as a store sells it: what a cart needs of it, and what an order keeps of it.
 *
 * @param name of its product
 * @param options what it stands for, such as Size: M, in the order of the axes
 * @param weightGrams of one; 0 where nobody said
 * @param requiresShipping whether it, or some part of a bundle, is a thing to send
 * @param categories that its product is in, with all above them
 * @param components of a bundle, and how many of each; empty for anything else
 */
public record SaleItem(
        ProductVariant.Id variant,
        Product.Id product,
        ProductKind kind,
        String sku,
        String name,
        Map<String, String> options,
        long weightGrams,
        boolean requiresShipping,
        Set<Category.Id> categories,
        Map<ProductVariant.Id, Long> components) {

    /** What one of it is of stock: of a bundle its components, of anything else itself. */
    public Map<ProductVariant.Id, Long> pieces() {
        return components.isEmpty() ? Map.of(variant, 1L) : components;
    }
}
