package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.ATTRIBUTE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_OPTION;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_VALUE;
import static io.merkato.jooq.catalog.Tables.MEDIA;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.merkato.catalog.ProductSheet.Image;
import io.merkato.catalog.ProductSheet.Variant;
import io.merkato.catalog.ProductSheetRepository.AxisRow;
import io.merkato.catalog.ProductSheetRepository.CategoryRow;
import io.merkato.catalog.ProductSheetRepository.ImageRow;
import io.merkato.catalog.ProductSheetRepository.LabelRow;
import io.merkato.catalog.ProductSheetRepository.ProductRow;
import io.merkato.catalog.ProductSheetRepository.VariantRow;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Puts the sheets of some products together from their rows. */
final class ProductSheetAssembly {

    /** Attributes that a sheet has words of its own for. */
    static final String TAGS = "tags";

    static final String TYPE = "product_type";

    private final SheetScope scope;
    private final List<Locale> languages;
    private final Map<Product.Id, List<VariantRow>> variants;
    private final Map<Product.Id, List<ImageRow>> images;
    private final Map<Product.Id, List<CategoryRow>> categories;
    private final Map<Product.Id, List<LabelRow>> labels;
    private final Map<AttributeSet.Id, List<AxisRow>> axes;
    private final Map<Product.Id, Map<String, String>> attributes = new HashMap<>();
    private final Map<ProductVariant.Id, Map<Attribute.Id, String>> options = new HashMap<>();

    ProductSheetAssembly(
            ProductSheetRepository repository, TenantContext tenant, SheetScope scope, List<ProductRow> products) {
        this.scope = scope;
        this.languages = List.of(scope.locale());
        List<Product.Id> ids = products.stream().map(ProductRow::id).toList();
        List<AttributeSet.Id> sets = products.stream()
                .map(ProductRow::attributeSet)
                .filter(Objects::nonNull)
                .toList();
        variants = repository.variants(tenant, ids, scope.currency()).stream().collect(groupingBy(VariantRow::product));
        images = repository.images(tenant, ids).stream().collect(groupingBy(ImageRow::product));
        categories = repository.categories(tenant, ids).stream().collect(groupingBy(CategoryRow::product));
        labels = repository.labels(tenant, ids).stream().collect(groupingBy(LabelRow::product));
        axes = repository.axes(tenant, sets).stream().collect(groupingBy(AxisRow::set));
        repository.values(tenant, ids).forEach(this::value);
    }

    StoredSheet sheet(ProductRow product) {
        List<CategoryRow> path = primary(product);
        List<AxisRow> productAxes = product.kind() != ProductKind.CONFIGURABLE || product.attributeSet() == null
                ? List.of()
                : axes.getOrDefault(product.attributeSet(), List.of());
        var values = new LinkedHashMap<>(attributes.getOrDefault(product.id(), Map.of()));
        String tags = values.remove(TAGS);
        String type = values.remove(TYPE);
        List<VariantRow> rows = variants.getOrDefault(product.id(), List.of());
        var sheet = new ProductSheet(
                product.slug(),
                product.name(),
                plain(product.description()),
                product.kind(),
                product.status(),
                product.brand(),
                path.stream()
                        .map(category -> category.name().inOr(languages, ""))
                        .toList(),
                type,
                tags(product, tags),
                plain(product.seoTitle()),
                plain(product.seoDescription()),
                productAxes.stream()
                        .map(axis -> axis.labels().inOr(languages, axis.code()))
                        .toList(),
                rows.stream()
                        .map(variant -> variant(product, variant, productAxes))
                        .toList(),
                images.getOrDefault(product.id(), List.of()).stream()
                        .map(image -> new Image(
                                image.url(),
                                image.alt().byLocale().get(scope.locale().toLanguageTag())))
                        .toList(),
                Map.copyOf(values));
        var ids = new HashMap<String, ProductVariant.Id>();
        rows.forEach(variant -> ids.put(variant.sku(), variant.id()));
        var pictures = new HashMap<String, ProductVariant.Id>();
        for (ImageRow image : images.getOrDefault(product.id(), List.of())) {
            if (image.variant() != null) {
                pictures.put(image.url(), image.variant());
            }
        }
        return new StoredSheet(
                product.id(),
                product.locale(),
                product.attributeSet(),
                product.brandId(),
                path.isEmpty() ? null : path.getFirst().category(),
                productAxes.stream().map(AxisRow::attribute).toList(),
                ids,
                pictures,
                images.getOrDefault(product.id(), List.of()).stream()
                        .filter(ImageRow::shared)
                        .map(ImageRow::url)
                        .collect(toSet()),
                sheet);
    }

    /** A file has no spaces about a text, and a blank cell for none. */
    private static @Nullable String plain(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private List<CategoryRow> primary(ProductRow product) {
        List<CategoryRow> all = categories.getOrDefault(product.id(), List.of());
        return all.stream()
                .filter(row -> row.category().equals(all.getFirst().category()))
                .toList();
    }

    private List<String> tags(ProductRow product, @Nullable String others) {
        var tags = new TreeSet<String>(ProductSheet.TAG_ORDER);
        labels.getOrDefault(product.id(), List.of()).forEach(label -> tags.add(label.code()));
        tags.addAll(AttributeText.labels(others == null ? "" : others));
        return List.copyOf(tags);
    }

    private Variant variant(ProductRow product, VariantRow variant, List<AxisRow> productAxes) {
        Map<Attribute.Id, String> chosen = options.getOrDefault(variant.id(), Map.of());
        String image = images.getOrDefault(product.id(), List.of()).stream()
                .filter(row -> variant.id().equals(row.variant()))
                .map(ImageRow::url)
                .findFirst()
                .orElse(null);
        return new Variant(
                variant.sku(),
                productAxes.stream()
                        .map(axis -> chosen.getOrDefault(axis.attribute(), ""))
                        .toList(),
                variant.grams(),
                variant.barcode(),
                variant.price(),
                variant.compareAt(),
                scope.currency().equals(variant.costCurrency()) ? variant.cost() : null,
                image);
    }

    private void value(Record row) {
        String locale = row.get(ATTRIBUTE_VALUE.LOCALE);
        if (!locale.isEmpty() && !locale.equals(scope.locale().toLanguageTag())) {
            return;
        }
        String text = text(row);
        ProductVariant.Id variant = row.get(ATTRIBUTE_VALUE.VARIANT_ID);
        if (variant != null) {
            options.computeIfAbsent(variant, id -> new HashMap<>()).put(row.get(ATTRIBUTE_VALUE.ATTRIBUTE_ID), text);
        } else {
            attributes
                    .computeIfAbsent(row.get(ATTRIBUTE_VALUE.PRODUCT_ID), id -> new LinkedHashMap<>())
                    .merge(row.get(ATTRIBUTE.CODE), text, (some, more) -> some + "; " + more);
        }
    }

    private String label(Record row) {
        return row.get(ATTRIBUTE_OPTION.LABELS).inOr(languages, row.get(ATTRIBUTE_OPTION.CODE));
    }

    private String text(Record row) {
        return switch (row.get(ATTRIBUTE_VALUE.TYPE)) {
            case TEXT, RICH_TEXT -> row.get(ATTRIBUTE_VALUE.TEXT_VALUE);
            case INTEGER -> row.get(ATTRIBUTE_VALUE.INTEGER_VALUE).toString();
            case DECIMAL, MEASURE ->
                AttributeText.text(
                        new BigDecimal(row.get(ATTRIBUTE_VALUE.DECIMAL_VALUE).toString()));
            case BOOLEAN -> row.get(ATTRIBUTE_VALUE.BOOLEAN_VALUE).toString();
            case DATE -> row.get(ATTRIBUTE_VALUE.DATE_VALUE).toString();
            case DATE_TIME -> row.get(ATTRIBUTE_VALUE.DATE_TIME_VALUE).toString();
            case SELECT, COLOUR -> label(row);
            case MULTI_SELECT -> AttributeText.text(List.of(label(row)));
            case MEDIA -> row.get(MEDIA.URL);
            case PRODUCT_REFERENCE -> row.get(ProductSheetRepository.REFERRED_PRODUCT.SLUG);
            case CATEGORY_REFERENCE -> row.get(ProductSheetRepository.REFERRED_CATEGORY.SLUG);
        };
    }
}
