package io.merkato.catalog;

/** So many of a variant in a bundle. */
record BundleItem(ProductVariant.Id variantId, int quantity) {}
