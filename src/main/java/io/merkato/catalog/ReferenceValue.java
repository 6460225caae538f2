package io.merkato.catalog;

import org.jspecify.annotations.Nullable;

/** A value of type PRODUCT_REFERENCE or CATEGORY_REFERENCE; one id is set. */
record ReferenceValue(Attribute attribute, Product.@Nullable Id productId, Category.@Nullable Id categoryId)
        implements AttributeValue {}
