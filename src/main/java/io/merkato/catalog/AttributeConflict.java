package io.merkato.catalog;

import java.util.Collection;
import java.util.List;

/**
 * An attribute that stands in the way of a change.
 *
 * @param productIds up to 20 of the products
 */
record AttributeConflict(Attribute attribute, Reason reason, int productCount, List<Product.Id> productIds) {

    enum Reason {
        VALUES_LOST,
        VALUE_MISSING
    }

    static final int NAMED = 20;

    static AttributeConflict of(Attribute attribute, Reason reason, Collection<Product.Id> products) {
        return new AttributeConflict(
                attribute,
                reason,
                products.size(),
                products.stream().limit(NAMED).toList());
    }
}
