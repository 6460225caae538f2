package io.merkato.catalog;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A product as it stands in the catalogue: its sheet, and the ids behind the names.
 *
 * @param category the one that the sheet names
 * @param variants by SKU
 * @param shared addresses of those of its images that other products show too
 */
public record StoredSheet(
        Product.Id id,
        AttributeSet.@Nullable Id attributeSet,
        Category.@Nullable Id category,
        Map<String, ProductVariant.Id> variants,
        Set<String> shared,
        ProductSheet sheet) {}
