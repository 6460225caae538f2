package io.merkato.bulk;

import static io.merkato.bulk.Column.BARCODE;
import static io.merkato.bulk.Column.COMPARE_AT;
import static io.merkato.bulk.Column.COST;
import static io.merkato.bulk.Column.GRAMS;
import static io.merkato.bulk.Column.OF_VARIANT;
import static io.merkato.bulk.Column.PRICE;
import static io.merkato.bulk.Column.SKU;
import static io.merkato.bulk.Column.VARIANT_IMAGE;
import static java.util.stream.Collectors.joining;

import io.merkato.api.Sha256;
import io.merkato.api.Shortened;
import io.merkato.catalog.ProductSheet;
import io.merkato.catalog.ProductSheet.Variant;
import io.merkato.catalog.Slug;
import io.merkato.money.MinorUnits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The axes and variants of one product. An only option called “Title” with the value “Default Title” stands for a product without axes. */
final class VariantReader {

    private static final int MAX_LABEL = 255;
    private static final int MAX_CODE = 100;

    private final Header header;
    private final Cells cells;
    private final String handle;
    private final @Nullable ProductSheet current;
    private final Set<String> shown = new HashSet<>();
    private List<Header.Option> options = List.of();

    VariantReader(Header header, Cells cells, String handle, @Nullable ProductSheet current) {
        this.handle = handle;
        this.header = header;
        this.cells = cells;
        this.current = current;
    }

    /** Labels of the axes; names stand on the first row that has them, and rows below leave them blank. */
    List<String> axes(ProductRows product) {
        if (header.options().isEmpty()) {
            return current == null ? List.of() : current.axes();
        }
        var axes = new ArrayList<String>();
        var used = new ArrayList<Header.Option>();
        for (Header.Option option : header.options()) {
            String name = name(product, option);
            if (name != null && !(hasNone(product) ? isTitle(name) : isDefault(product, option, name))) {
                if (axes.stream().anyMatch(name::equalsIgnoreCase)) {
                    cells.refuse(product.rows().getFirst(), title(option, "Name"), "“" + name + "” is there twice.");
                }
                axes.add(name);
                used.add(option);
            }
        }
        options = used;
        if (current != null
                && axes.isEmpty()
                && (isOfProductAlone(product)
                        || current.variants().isEmpty()
                                && product.rows().stream().noneMatch(this::isVariant))) {
            return current.axes();
        }
        if (current != null && !sameLabels(axes, current.axes())) {
            cells.refuse(
                    product.rows().getFirst(),
                    axes.isEmpty() ? null : title(used.getFirst(), "Name"),
                    "The product's variants differ by " + current.axes() + ", the file's by " + axes + ".");
        }
        return current == null ? List.copyOf(axes) : current.axes();
    }

    /** Those of the file in its order, then the product's other variants. */
    List<Variant> read(ProductRows product, List<String> axes) {
        var variants = new ArrayList<Variant>();
        var lines = new HashMap<Object, Long>();
        var mentioned = new HashMap<Variant, Long>();
        var added = new ArrayList<Row>();
        for (Row row : product.rows()) {
            if (!isVariant(row)
                    && (row != product.rows().getFirst()
                            || current != null && current.variants().isEmpty()
                            || isOfProductAlone(product)
                            || hasNone(product)
                            || product.rows().stream().anyMatch(this::isVariant))) {
                continue;
            }
            String sku = cells.line(row, SKU, MAX_CODE);
            List<String> labels =
                    options.stream().map(option -> label(row, option)).toList();
            Variant before = before(sku, labels);
            Long meant = before == null ? null : mentioned.putIfAbsent(before, row.line());
            if (before == null) {
                added.add(row);
                if (labels.size() < axes.size()) {
                    cells.refuse(
                            row, SKU.title(), "The file has no options, and no variant of the product has this SKU.");
                }
            }
            Variant variant = variant(row, sku, labels, before);
            Long earlier = lines.putIfAbsent(folded(variant.options()), row.line());
            if (earlier != null) {
                cells.refuse(
                        row,
                        options.isEmpty() ? null : title(options.getFirst(), "Value"),
                        axes.isEmpty()
                                ? "A second variant, but no option tells it from the one on line " + earlier + "."
                                : "The same options as on line " + earlier + ".");
            }
            if (lines.putIfAbsent(variant.sku(), row.line()) instanceof Long other) {
                cells.refuse(row, SKU.title(), "“" + variant.sku() + "” is also on line " + other + ".");
            } else if (before != null && meant != null && earlier == null) {
                cells.refuse(
                        row,
                        SKU.title(),
                        "The row means the variant “" + before.sku() + "”, and so does the one on line " + meant + ".");
            }
            variants.add(variant);
        }
        int room = Math.max(
                0,
                ProductSheet.MOST_VARIANTS
                        - (current == null ? 0 : current.variants().size()));
        if (added.size() > room) {
            cells.refuse(
                    added.get(room),
                    options.isEmpty() ? SKU.title() : title(options.getFirst(), "Value"),
                    "A product has at most " + ProductSheet.MOST_VARIANTS + " variants.");
        }
        if (current != null) {
            current.variants().stream()
                    .filter(variant -> !mentioned.containsKey(variant))
                    .forEach(variants::add);
        }
        return List.copyOf(variants);
    }

    private boolean isVariant(Row row) {
        return OF_VARIANT.stream().anyMatch(column -> !cells.raw(row, column).isEmpty())
                || options.stream().anyMatch(option -> !row.cell(option.value()).isEmpty());
    }

    private Variant variant(Row row, @Nullable String sku, List<String> labels, @Nullable Variant before) {
        MinorUnits price = header.has(PRICE) ? cells.money(row, PRICE) : of(before, Variant::price);
        MinorUnits compareAt = header.has(COMPARE_AT) ? compareAt(row, price) : of(before, Variant::compareAt);
        return new Variant(
                sku != null ? sku : before != null ? before.sku() : sku(labels),
                before != null && (labels.isEmpty() || sameLabels(labels, before.options()))
                        ? before.options()
                        : labels,
                header.has(GRAMS) ? cells.grams(row) : of(before, Variant::grams),
                header.has(BARCODE) ? barcode(row) : of(before, Variant::barcode),
                price,
                price == null || compareAt == null || compareAt.compareTo(price) < 0 ? null : compareAt,
                header.has(COST) ? cells.money(row, COST) : of(before, Variant::cost),
                header.has(VARIANT_IMAGE) ? image(row) : of(before, Variant::image));
    }

    /** Some tools write 0 for none. */
    private @Nullable MinorUnits compareAt(Row row, @Nullable MinorUnits price) {
        MinorUnits compareAt = cells.money(row, COMPARE_AT);
        if (compareAt == null || compareAt.equals(MinorUnits.ZERO)) {
            return null;
        }
        if (price == null || compareAt.compareTo(price) < 0) {
            cells.refuse(
                    row,
                    COMPARE_AT.title(),
                    price == null
                            ? "There is no price that this one could be compared with."
                            : "“" + Cells.shortened(cells.raw(row, COMPARE_AT)) + "” is lower than the price.");
        }
        return compareAt;
    }

    /** By its SKU, by its options, and where it has other labels now, by the SKU that was made of these. */
    private @Nullable Variant before(@Nullable String sku, List<String> labels) {
        if (current == null) {
            return null;
        }
        if (sku == null && header.options().isEmpty() && current.variants().size() == 1) {
            return current.variants().getFirst();
        }
        return (sku == null ? Optional.<Variant>empty() : current.variant(sku))
                .or(() -> current.variant(labels))
                .or(() -> sku == null && !labels.isEmpty() ? renamed(current, labels) : Optional.empty())
                .orElse(null);
    }

    /** The one whose SKU was made of these labels, though they have changed since. An older SKU that its own labels still make may be another's. */
    private Optional<Variant> renamed(ProductSheet current, List<String> labels) {
        return current.variant(sku(labels))
                .or(() -> current.variant(formerSku(labels))
                        .filter(variant -> !variant.sku().equals(formerSku(variant.options()))));
    }

    /**
     * Made of the handle and the options, so that the same file makes the same one again. Where slugs lose what tells two handles or options
     * apart, a digest follows them.
     */
    private String sku(List<String> labels) {
        String words =
                Stream.concat(Stream.of(handle), labels.stream()).map(Slug::of).collect(joining("_"));
        boolean unambiguous = Slug.of(handle).equals(handle)
                && labels.stream()
                        .allMatch(label -> Slug.of(label).replace('-', ' ').equals(Header.key(label)));
        return unambiguous && words.length() <= MAX_CODE
                ? words
                : Shortened.start(words, 80) + "_"
                        + Sha256.hex(handle + '\n' + String.join("\n", folded(labels)))
                                .substring(0, 12);
    }

    /** As older variants have it, without a digest: different options may come to the same one. */
    private String formerSku(List<String> labels) {
        String words = Slug.of(handle + " " + String.join(" ", labels));
        return words.length() > MAX_CODE || words.isEmpty()
                ? words.substring(0, Math.min(80, words.length())) + "-"
                        + Integer.toHexString((handle + labels).hashCode())
                : words;
    }

    /** A picture shows one variant: the first one that names it. */
    private @Nullable String image(Row row) {
        String url = cells.address(row, VARIANT_IMAGE);
        return url == null || !shown.add(url) ? null : url;
    }

    /** Shops write an apostrophe so that spreadsheets keep the leading zero. */
    private @Nullable String barcode(Row row) {
        String barcode = cells.line(row, BARCODE, MAX_CODE);
        return barcode != null && barcode.startsWith("'") ? barcode.substring(1) : barcode;
    }

    private String label(Row row, Header.Option option) {
        String label = cells.line(row, row.cell(option.value()), title(option, "Value"), MAX_LABEL);
        if (label == null) {
            cells.refuse(row, title(option, "Value"), "Every variant needs a value for each of the product's options.");
        }
        return label == null ? "" : label;
    }

    private @Nullable String name(ProductRows product, Header.Option option) {
        String found = null;
        Row valued = null;
        for (Row row : product.rows()) {
            String name = option.name() == null
                    ? null
                    : cells.line(row, row.cell(option.name()), title(option, "Name"), MAX_LABEL);
            if (found != null && name != null && !found.equals(name)) {
                cells.refuse(row, title(option, "Name"), "“" + name + "” is another name than “" + found + "” above.");
            }
            found = found == null ? name : found;
            valued = valued == null && !row.cell(option.value()).isEmpty() ? row : valued;
        }
        if (found == null && valued != null && !valued.cell(option.value()).equalsIgnoreCase("Default Title")) {
            cells.refuse(valued, title(option, "Name"), "The option has values but no name.");
        }
        return found;
    }

    /** Some tools write “Title” with a value of their own; with a single variant it means the same. */
    private static boolean isDefault(ProductRows product, Header.Option option, String name) {
        List<String> values = product.rows().stream()
                .map(row -> row.cell(option.value()))
                .filter(value -> !value.isEmpty())
                .toList();
        return values.isEmpty() || isTitle(name) && values.size() == 1;
    }

    private static boolean isTitle(String name) {
        return name.equalsIgnoreCase("Title");
    }

    /** A new product whose option is named and has no value, in rows that say nothing else of a variant; without a name it has one. */
    private boolean hasNone(ProductRows product) {
        return current == null
                && namesNone(product)
                && header.options().stream()
                        .map(Header.Option::name)
                        .filter(Objects::nonNull)
                        .anyMatch(name -> !product.rows().getFirst().cell(name).isEmpty());
    }

    /** Rows of a product that is there which name none of its variants; those of its only one need not. */
    private boolean isOfProductAlone(ProductRows product) {
        return current != null
                && namesNone(product)
                && cells.raw(product.rows().getFirst(), GRAMS).isEmpty()
                && (current.variants().size() != 1
                        || !header.options().isEmpty() && !current.axes().isEmpty());
    }

    private boolean namesNone(ProductRows product) {
        return product.rows().stream()
                .noneMatch(row -> OF_VARIANT.stream()
                                .anyMatch(column -> !cells.raw(row, column).isEmpty())
                        || header.options().stream()
                                .anyMatch(option -> !row.cell(option.value()).isEmpty()));
    }

    private static boolean sameLabels(List<String> some, List<String> others) {
        return folded(some).equals(folded(others));
    }

    private static List<String> folded(List<String> labels) {
        return labels.stream().map(Header::key).toList();
    }

    private static String title(Header.Option option, String part) {
        return "Option" + option.number() + " " + part;
    }

    private static <T> @Nullable T of(@Nullable Variant before, Function<Variant, @Nullable T> property) {
        return before == null ? null : property.apply(before);
    }
}
