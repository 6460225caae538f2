package io.merkato.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A product as it stands in the catalogue: its sheet, and the ids behind the names.
 *
 * @param locale the language of title, description and SEO, whatever the sheet's scope
 * @param brand the one that the sheet names, as are the category and the axes, these in the sheet's order
 * @param variants by SKU
 * @param pictures which variant each of its images shows, by address, where it shows one alone; a variant may have several
 * @param shared addresses of those of its images that other products show too
 */
public record StoredSheet(
        Product.Id id,
        Locale locale,
        AttributeSet.@Nullable Id attributeSet,
        Brand.@Nullable Id brand,
        Category.@Nullable Id category,
        List<Attribute.Id> axes,
        Map<String, ProductVariant.Id> variants,
        Map<String, ProductVariant.Id> pictures,
        Set<String> shared,
        ProductSheet sheet) {}
