package io.merkato.catalog;

/** Whether an attribute describes a product as a whole or each of its variants. */
public enum AttributeLevel {
    PRODUCT,
    VARIANT
}
