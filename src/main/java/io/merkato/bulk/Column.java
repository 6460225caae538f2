package io.merkato.bulk;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A column of the product format that means something here. The first name is the one written; the second is Shopify's newer
 * name for it, read as well. Options and attributes have columns of their own, see {@link Header}.
 */
enum Column {
    HANDLE("Handle", "URL handle"),
    TITLE("Title"),
    BODY("Body (HTML)", "Description"),
    VENDOR("Vendor"),
    CATEGORY("Product Category"),
    TYPE("Type"),
    TAGS("Tags"),
    PUBLISHED("Published", "Published on online store"),
    SKU("Variant SKU", "SKU"),
    GRAMS("Variant Grams", "Weight value (grams)"),
    PRICE("Variant Price", "Price"),
    COMPARE_AT("Variant Compare At Price", "Compare-at price"),
    SHIPPED("Variant Requires Shipping", "Requires shipping"),
    BARCODE("Variant Barcode", "Barcode"),
    IMAGE("Image Src", "Product image URL"),
    IMAGE_POSITION("Image Position"),
    IMAGE_ALT("Image Alt Text"),
    SEO_TITLE("SEO Title"),
    SEO_DESCRIPTION("SEO Description"),
    VARIANT_IMAGE("Variant Image", "Variant image URL"),
    COST("Cost per item"),
    STATUS("Status");

    private static final Map<String, Column> BY_NAME = Arrays.stream(values())
            .flatMap(column -> column.names.stream().map(name -> Map.entry(Header.key(name), column)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    /** The cells that make a row a variant; weight and stock are left filled on image rows by some shops' exports. */
    static final List<Column> OF_VARIANT = List.of(SKU, PRICE, COMPARE_AT, BARCODE, COST, VARIANT_IMAGE);

    private final List<String> names;

    Column(String... names) {
        this.names = List.of(names);
    }

    String title() {
        return names.getFirst();
    }

    static @Nullable Column of(String key) {
        return BY_NAME.get(key);
    }
}
