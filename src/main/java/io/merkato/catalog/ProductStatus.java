package io.merkato.catalog;

/** Where a product stands in its life. */
public enum ProductStatus {
    DRAFT,
    ACTIVE,
    ARCHIVED
}
