package io.merkato.bulk;

import io.merkato.api.Shortened;
import io.merkato.catalog.ProductSheet;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The first row: which column stands where, in whatever order.
 *
 * @param options by their number in the file
 * @param attributes columns such as {@code Roast (product.metafields.select.roast)}, no two of one code
 * @param ignored names of the columns that mean nothing here, or what another one means, or what no attribute can be called
 * @param width how many cells a row has at least: up to the last column with a name
 */
record Header(
        Map<Column, Integer> columns,
        List<Option> options,
        List<Attribute> attributes,
        List<String> ignored,
        int width) {

    /** @param value where the values stand; the name column may be missing */
    record Option(int number, @Nullable Integer name, int value) {}

    /** @param type the namespace, which in our own exports is the attribute's type */
    record Attribute(int index, String title, String label, String type, String code) {}

    private static final Pattern OPTION = Pattern.compile("option([1-9][0-9]{0,2}) (name|value)");

    /** No longer than an attribute's label, unit and code may be; a unit may have points and brackets of its own. */
    private static final Pattern ATTRIBUTE = Pattern.compile(
            "(.{0,255}) ?\\(product\\.metafields\\.(measure:.{1,20}|(?!measure:)[^.()]{1,64})\\.([^()]{1,64})\\)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    /** @throws UnreadableFile when this is not the first row of a product file */
    static Header of(List<String> cells) {
        var columns = new EnumMap<Column, Integer>(Column.class);
        var names = new TreeMap<Integer, Integer>();
        var values = new TreeMap<Integer, Integer>();
        var attributes = new LinkedHashMap<String, Attribute>();
        var ignored = new ArrayList<String>();
        int width = 0;
        for (int i = 0; i < cells.size(); i++) {
            String title = FormulaGuard.read(cells.get(i).replace("\0", "").strip());
            Column column = Column.of(key(title));
            Matcher option = OPTION.matcher(key(title));
            Attribute attribute = attribute(i, title);
            Integer earlier = null;
            if (column != null) {
                earlier = columns.put(column, i);
            } else if (option.matches()) {
                earlier = (option.group(2).equals("name") ? names : values).put(Integer.valueOf(option.group(1)), i);
            } else if (attribute != null && !attributes.containsKey(attribute.code)) {
                attributes.put(attribute.code, attribute);
            } else if (!title.isEmpty()) {
                ignored.add(title.length() > 200 ? Shortened.start(title, 200) + "…" : title);
            }
            width = title.isEmpty() ? width : i + 1;
            if (earlier != null) {
                throw new UnreadableFile("The column “" + Cells.shortened(title) + "” is there twice.");
            }
        }
        if (!columns.containsKey(Column.TITLE) && !columns.containsKey(Column.HANDLE)) {
            throw new UnreadableFile(
                    "The first row names neither “Handle” nor “Title”: this is not a product file in Shopify's format.");
        }
        var options = new ArrayList<Option>();
        values.forEach((number, value) -> options.add(new Option(number, names.get(number), value)));
        return new Header(columns, options, List.copyOf(attributes.values()), ignored, width);
    }

    boolean has(Column column) {
        return columns.containsKey(column);
    }

    /** Names are compared without regard to case and doubled spaces. */
    static String key(String title) {
        return title.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    private static @Nullable Attribute attribute(int index, String title) {
        Matcher match = ATTRIBUTE.matcher(title);
        if (!match.matches()) {
            return null;
        }
        String code = match.group(3).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "_");
        String label = match.group(1).strip();
        return CODE.matcher(code).matches() && !ProductSheet.OWN_ATTRIBUTES.contains(code)
                ? new Attribute(index, title, label.isEmpty() ? code : label, match.group(2), code)
                : null;
    }
}
