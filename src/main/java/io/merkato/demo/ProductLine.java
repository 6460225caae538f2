package io.merkato.demo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One line of products.csv: a product with all its variants. How the columns are written stands in db/demo/README.md.
 *
 * @param price of a product without axes
 * @param was by how many per cent the compare-at price is above the price; 0 for none
 */
record ProductLine(
        String handle,
        String type,
        String set,
        List<String> categories,
        String brand,
        List<String> labels,
        String status,
        String sku,
        @Nullable BigDecimal price,
        BigDecimal was,
        List<Axis> axes,
        Map<String, String> attributes,
        List<Component> components,
        String art,
        Map<Locale, String> names,
        Map<Locale, String> texts) {

    record Axis(String attribute, List<Choice> choices) {}

    /** @param price what a variant with this option costs; null for the product's first price */
    record Choice(String option, @Nullable BigDecimal price, boolean surcharge) {}

    record Component(String variant, int quantity) {}

    /**
     * One combination of options.
     *
     * @param key names it within the shop: the handle and the options, with slashes between
     */
    record Variant(String key, String sku, List<Choice> choices, BigDecimal price) {}

    /** @param cells by the name of their column; {@code name_en} is the name in English */
    static ProductLine of(Map<String, String> cells) {
        var names = new LinkedHashMap<Locale, String>();
        var texts = new LinkedHashMap<Locale, String>();
        cells.forEach((column, text) -> {
            if (column.startsWith("name_")) {
                names.put(Locale.forLanguageTag(column.substring("name_".length())), text);
            } else if (column.startsWith("text_")) {
                texts.put(Locale.forLanguageTag(column.substring("text_".length())), text);
            }
        });
        return new ProductLine(
                cell(cells, "handle"),
                cell(cells, "type").toUpperCase(Locale.ROOT),
                cell(cells, "set"),
                parts(cell(cells, "categories"), " "),
                cell(cells, "brand"),
                parts(cell(cells, "labels"), " "),
                cell(cells, "status").toUpperCase(Locale.ROOT),
                cell(cells, "sku"),
                number(cell(cells, "price")),
                cell(cells, "was").isEmpty() ? BigDecimal.ZERO : new BigDecimal(cell(cells, "was")),
                parts(cell(cells, "axes"), "; ").stream().map(ProductLine::axis).toList(),
                attributes(cell(cells, "attributes")),
                parts(cell(cells, "components"), " \\+ ").stream()
                        .map(ProductLine::component)
                        .toList(),
                cell(cells, "art"),
                names,
                texts);
    }

    /** Every combination of one option of each axis; a single one where there are no axes. */
    List<Variant> variants() {
        List<List<Choice>> combinations = List.of(List.of());
        for (Axis axis : axes) {
            combinations = combinations.stream()
                    .flatMap(before -> axis.choices().stream()
                            .map(choice -> Stream.concat(before.stream(), Stream.of(choice))
                                    .toList()))
                    .toList();
        }
        return combinations.stream().map(this::variant).toList();
    }

    private Variant variant(List<Choice> choices) {
        var path = new ArrayList<>(List.of(handle));
        choices.forEach(choice -> path.add(choice.option()));
        BigDecimal fixed = choices.stream()
                .filter(choice -> choice.price() != null && !choice.surcharge())
                .map(choice -> choice.price())
                .findFirst()
                .orElseGet(this::firstPrice);
        BigDecimal surcharges = choices.stream()
                .filter(Choice::surcharge)
                .map(choice -> choice.price())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        String suffix = String.join("-", path.subList(1, path.size())).toUpperCase(Locale.ROOT);
        return new Variant(
                String.join("/", path), suffix.isEmpty() ? sku : sku + '-' + suffix, choices, fixed.add(surcharges));
    }

    private BigDecimal firstPrice() {
        BigDecimal first =
                axes.isEmpty() ? price : axes.getFirst().choices().getFirst().price();
        if (first == null) {
            throw new IllegalArgumentException(handle + " has no price");
        }
        return first;
    }

    private static Axis axis(String text) {
        int equals = text.indexOf('=');
        return new Axis(
                text.substring(0, equals),
                parts(text.substring(equals + 1), ",").stream()
                        .map(ProductLine::choice)
                        .toList());
    }

    private static Choice choice(String text) {
        int colon = text.indexOf(':');
        String price = colon < 0 ? "" : text.substring(colon + 1);
        return new Choice(colon < 0 ? text : text.substring(0, colon), number(price), price.startsWith("+"));
    }

    private static Component component(String text) {
        int times = text.lastIndexOf('*');
        return new Component(text.substring(0, times), Integer.parseInt(text.substring(times + 1)));
    }

    private static Map<String, String> attributes(String text) {
        var attributes = new LinkedHashMap<String, String>();
        for (String part : parts(text, "; ")) {
            int equals = part.indexOf('=');
            attributes.put(part.substring(0, equals), part.substring(equals + 1));
        }
        return attributes;
    }

    private static List<String> parts(String text, String separator) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(separator));
    }

    private static @Nullable BigDecimal number(String text) {
        return text.isEmpty() ? null : new BigDecimal(text);
    }

    private static String cell(Map<String, String> cells, String column) {
        String text = cells.get(column);
        if (text == null) {
            throw new IllegalArgumentException("no column " + column);
        }
        return text;
    }

    /** The id that this shop's product, or anything named after it, has in every installation. */
    UUID id(DemoIds ids) {
        return ids.of("product", handle);
    }
}
