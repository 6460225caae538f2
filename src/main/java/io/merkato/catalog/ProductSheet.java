package io.merkato.catalog;

import io.merkato.money.MinorUnits;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A whole product as one value, the way a spreadsheet or another system knows it: by handle, SKU, names and codes, never by ids.
 * Two sheets are equal when nothing about the product differs.
 *
 * @param handle the slug
 * @param description sanitised HTML
 * @param category names from the root to the category, empty when the product is in none
 * @param type the tenant's own word for the kind of product, as free text
 * @param tags in alphabetical order, each once
 * @param axes labels of what the variants differ by, empty for a product with one variant
 * @param variants in their order; none of a product that nobody can buy yet
 * @param images in their order
 * @param attributes values of the other attributes by code
 */
public record ProductSheet(
        String handle,
        String title,
        @Nullable String description,
        ProductKind kind,
        ProductStatus status,
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

    /** How many variants a product has at most. */
    public static final int MOST_VARIANTS = VariantWriter.MOST;

    /** How many pictures and other files a product has at most. */
    public static final int MOST_MEDIA = ProductMediaInput.MOST;

    /** Codes of the attributes that a sheet has words of its own for. */
    public static final Set<String> OWN_ATTRIBUTES = Set.of(ProductSheetAssembly.TAGS, ProductSheetAssembly.TYPE);

    /** Without regard to case, in which no two tags differ. */
    public static final Comparator<String> TAG_ORDER = Comparator.comparing(ProductSheet::folded);

    /**
     * @param options one label per axis, in the order of the axes
     * @param price in the sheet's currency, as are compareAt and cost
     * @param image the URL of one of the product's images
     */
    public record Variant(
            String sku,
            List<String> options,
            @Nullable Long grams,
            @Nullable String barcode,
            @Nullable MinorUnits price,
            @Nullable MinorUnits compareAt,
            @Nullable MinorUnits cost,
            @Nullable String image) {}

    /** @param alt what the image shows, for those who cannot see it */
    public record Image(String url, @Nullable String alt) {}

    /** What the product, its variants and its images are called. */
    public Set<String> names() {
        var names = new HashSet<String>();
        add(names, title, brand, type, seoTitle, seoDescription);
        names.addAll(category);
        names.addAll(tags);
        names.addAll(axes);
        for (Variant variant : variants) {
            add(names, variant.sku, variant.barcode);
            names.addAll(variant.options);
        }
        images.forEach(image -> add(names, image.alt));
        return names;
    }

    private static void add(Set<String> to, @Nullable String... names) {
        for (String name : names) {
            if (name != null) {
                to.add(name);
            }
        }
    }

    /** The variant with this SKU. */
    public Optional<Variant> variant(String sku) {
        return variants.stream().filter(variant -> variant.sku.equals(sku)).findFirst();
    }

    /** The variant with these options. */
    public Optional<Variant> variant(List<String> options) {
        return variants.stream()
                .filter(variant -> folded(variant.options).equals(folded(options)))
                .findFirst();
    }

    /** The variant of this sheet that the other one means: by its SKU, else by its options. */
    public Optional<Variant> matching(Variant other) {
        return variant(other.sku).or(() -> variant(other.options));
    }

    /** Whether anybody could buy it: some variant has a price. */
    public boolean isPriced() {
        return variants.stream().anyMatch(variant -> variant.price != null);
    }

    public ProductSheet as(ProductStatus other) {
        return new ProductSheet(
                handle,
                title,
                description,
                kind,
                other,
                brand,
                category,
                type,
                tags,
                seoTitle,
                seoDescription,
                axes,
                variants,
                images,
                attributes);
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
                kind,
                status,
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
