package io.merkato.catalog;

/** What sort of thing a product is; never changes. */
public enum ProductKind {
    SIMPLE,
    CONFIGURABLE,
    BUNDLE,
    VIRTUAL,
    DOWNLOADABLE
}
