package io.merkato.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A whole product as one value, the way a spreadsheet or another system knows it: by handle, SKU, names and codes, never by ids.
 * Two sheets are equal when nothing about the product differs.
 *
 * @param handle the slug
 * @param description sanitised HTML
 * @param category names from the root to the category, empty when the product is in none
 * @param type the merchant's own word for the kind of product, as free text
 * @param tags in alphabetical order, each once
 * @param axes labels of what the variants differ by, empty for a product with one variant
 * @param variants in their order, one at least
 * @param images in their order
 * @param attributes values of the other attributes by code
 */
public record ProductSheet(
        String handle,
        String title,
        @Nullable String description,
        Status status,
        boolean shipped,
        @Nullable String brand,
        List<String> category,
        @Nullable String type,
        List<String> tags,
        @Nullable String seoTitle,
        @Nullable String seoDescription,
        List<String> axes,
        List<Variant> variants,
        List<Image> images,
        Map<String, String> attributes) {

    /** As the product's own status. */
    public enum Status {
        DRAFT,
        ACTIVE,
        ARCHIVED
    }

    /**
     * @param sku null for a new variant whose SKU is still to be made
     * @param options one label per axis, in the order of the axes
     * @param price in minor units of the sheet's currency, as are compareAt and cost
     * @param image the URL of one of the product's images
     */
    public record Variant(
            @Nullable String sku,
            List<String> options,
            @Nullable Integer grams,
            @Nullable String barcode,
            @Nullable Long price,
            @Nullable Long compareAt,
            @Nullable Long cost,
            @Nullable String image) {}

    /** @param alt what the image shows, for those who cannot see it */
    public record Image(String url, @Nullable String alt) {}

    /** The variant that a SKU or, without one, the options name. */
    public Optional<Variant> variant(@Nullable String sku, List<String> options) {
        return variants.stream()
                .filter(variant ->
                        sku == null ? folded(variant.options).equals(folded(options)) : sku.equals(variant.sku))
                .findFirst();
    }

    /** Whether writing the other over this one would change nothing; names that differ in case alone mean the same thing. */
    public boolean sameAs(ProductSheet other) {
        return folded().equals(other.folded());
    }

    private ProductSheet folded() {
        List<Variant> plain = variants.stream()
                .map(v -> new Variant(
                        v.sku, folded(v.options), v.grams, v.barcode, v.price, v.compareAt, v.cost, v.image))
                .toList();
        return new ProductSheet(
                handle,
                title,
                description,
                status,
                shipped,
                brand == null ? null : folded(brand),
                folded(category),
                type == null ? null : folded(type),
                folded(tags),
                seoTitle,
                seoDescription,
                folded(axes),
                plain,
                images,
                attributes);
    }

    private static List<String> folded(List<String> names) {
        return names.stream().map(ProductSheet::folded).toList();
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
