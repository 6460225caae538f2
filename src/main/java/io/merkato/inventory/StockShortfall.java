package io.merkato.inventory;

import io.merkato.catalog.ProductVariant;

/**
 * More was sold than there was by the books: somebody should count.
 *
 * @param sold pieces that an order took
 * @param there pieces of them that stock was lessened by
 */
public record StockShortfall(ProductVariant.Id variantId, long sold, long there) {}
