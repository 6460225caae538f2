package io.merkato.bulk;

import static io.merkato.bulk.Column.BODY;
import static io.merkato.bulk.Column.CATEGORY;
import static io.merkato.bulk.Column.PUBLISHED;
import static io.merkato.bulk.Column.SEO_DESCRIPTION;
import static io.merkato.bulk.Column.SEO_TITLE;
import static io.merkato.bulk.Column.SHIPPED;
import static io.merkato.bulk.Column.STATUS;
import static io.merkato.bulk.Column.TAGS;
import static io.merkato.bulk.Column.TITLE;
import static io.merkato.bulk.Column.TYPE;
import static io.merkato.bulk.Column.VENDOR;

import io.merkato.catalog.AttributeText;
import io.merkato.catalog.AttributeType;
import io.merkato.catalog.Joined;
import io.merkato.catalog.ProductKind;
import io.merkato.catalog.ProductSheet;
import io.merkato.catalog.ProductStatus;
import io.merkato.catalog.SafeHtml;
import io.merkato.catalog.SheetScope;
import io.merkato.catalog.StoredSheet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns the rows of one product into its sheet. A column that the file does not have leaves the product as it is; a variant or an
 * image that the file does not mention stays: an import adds and changes, and never removes.
 */
final class ProductReader {

    /** Either a sheet or the reasons why there is none. */
    sealed interface Reading {
        record Read(ProductSheet sheet) implements Reading {}

        record Failed(List<ProductImportProblem> problems) implements Reading {}
    }

    /** Those of the catalogue. */
    private static final int MOST_TEXT = 65_535;

    private static final int MOST_LEVELS = 21;

    private final Header header;
    private final boolean decimalComma;
    private final SheetScope scope;
    private final Map<String, AttributeType> types;

    /** @param types of the attributes that the file has columns for, by code */
    ProductReader(Header header, boolean decimalComma, SheetScope scope, Map<String, AttributeType> types) {
        this.header = header;
        this.decimalComma = decimalComma;
        this.scope = scope;
        this.types = types;
    }

    /** @param stored the product as it is, null when the handle is new */
    Reading read(ProductRows product, @Nullable StoredSheet stored) {
        ProductSheet current = stored == null ? null : stored.sheet();
        int exponent = Math.max(0, scope.currency().getDefaultFractionDigits());
        var cells = new Cells(header, decimalComma, exponent, product.handle(), current);
        Row first = product.rows().getFirst();
        if (product.handle().isEmpty()) {
            cells.refuse(first, Column.HANDLE.title(), "The row has neither a handle nor a title to make one from.");
        }
        String title = header.has(TITLE) || current == null ? title(cells, product) : current.title();
        var variants = new VariantReader(header, cells, product.handle(), current);
        List<String> axes = variants.axes(product);
        var sheet = new ProductSheet(
                product.handle(),
                title,
                header.has(BODY) ? description(cells, first) : of(current, ProductSheet::description),
                kind(cells, first, axes, current),
                status(cells, first, current),
                header.has(VENDOR) ? cells.line(first, VENDOR, 255) : of(current, ProductSheet::brand),
                category(cells, first, current),
                header.has(TYPE) ? cells.line(first, TYPE, 255) : of(current, ProductSheet::type),
                header.has(TAGS) ? tags(cells, first) : current == null ? List.of() : current.tags(),
                header.has(SEO_TITLE) ? cells.line(first, SEO_TITLE, 255) : of(current, ProductSheet::seoTitle),
                header.has(SEO_DESCRIPTION)
                        ? cells.line(first, SEO_DESCRIPTION, 1000)
                        : of(current, ProductSheet::seoDescription),
                axes,
                variants.read(product, axes),
                ImageReader.read(header, cells, product, stored),
                attributes(cells, first, current));
        product.rows().forEach(row -> whole(cells, row));
        if (stored != null && cells.problems().isEmpty() && !stored.locale().equals(scope.locale())) {
            refuseTexts(cells, first, stored, sheet);
        }
        return cells.problems().isEmpty()
                ? new Reading.Read(sellable(sheet, current))
                : new Reading.Failed(cells.problems());
    }

    /** What is cut off reads as blank, and would clear what stands there; where a cell is too many, those before it may be shifted. */
    private void whole(Cells cells, Row row) {
        if (row.cells().size() < header.width()) {
            cells.refuse(
                    row,
                    null,
                    "The row ends early: it has " + row.cells().size() + " cells, and the file has " + header.width()
                            + " columns.");
        }
        row.cells().stream()
                .skip(header.width())
                .filter(cell -> !cell.isBlank())
                .findFirst()
                .ifPresent(
                        cell -> cells.refuse(
                                row,
                                null,
                                "“" + Cells.shortened(cell.strip())
                                        + "” stands behind the last column that has a name. A cell that contains the separator is written in quotes."));
    }

    /** What is said in one language is not said anew in another: a file has no place for translations. */
    private void refuseTexts(Cells cells, Row row, StoredSheet stored, ProductSheet sheet) {
        ProductSheet before = stored.sheet();
        String why =
                "The product's texts are in the language “" + stored.locale().toLanguageTag()
                        + "”, and the import is in “" + scope.locale().toLanguageTag() + "”.";
        if (!sheet.title().equals(before.title())) {
            cells.refuse(row, TITLE.title(), why);
        }
        if (!Objects.equals(sheet.description(), before.description())) {
            cells.refuse(row, BODY.title(), why);
        }
        if (!Objects.equals(sheet.seoTitle(), before.seoTitle())) {
            cells.refuse(row, SEO_TITLE.title(), why);
        }
        if (!Objects.equals(sheet.seoDescription(), before.seoDescription())) {
            cells.refuse(row, SEO_DESCRIPTION.title(), why);
        }
    }

    /** What nobody can buy is not put on sale; a product that is there may have its prices in another currency. */
    private static ProductSheet sellable(ProductSheet sheet, @Nullable ProductSheet current) {
        boolean before = current != null && current.status() == ProductStatus.ACTIVE && !current.isPriced();
        return sheet.status() == ProductStatus.ACTIVE && !sheet.isPriced() && !before
                ? sheet.as(ProductStatus.DRAFT)
                : sheet;
    }

    /** A product that was there keeps its kind, but what is shipped may become virtual, and the other way round. */
    private ProductKind kind(Cells cells, Row row, List<String> axes, @Nullable ProductSheet current) {
        boolean fixed =
                current != null && current.kind() != ProductKind.SIMPLE && current.kind() != ProductKind.VIRTUAL;
        if (current != null && (fixed || !header.has(SHIPPED))) {
            return current.kind();
        }
        boolean virtual = Boolean.FALSE.equals(cells.yesOrNo(row, SHIPPED));
        return !axes.isEmpty() ? ProductKind.CONFIGURABLE : virtual ? ProductKind.VIRTUAL : ProductKind.SIMPLE;
    }

    private String title(Cells cells, ProductRows product) {
        String title = null;
        for (Row row : product.rows()) {
            String cell = cells.line(row, TITLE, 255);
            if (title == null) {
                title = cell;
            } else if (cell != null && !cell.equals(title)) {
                cells.refuse(
                        row,
                        TITLE.title(),
                        "“" + Cells.shortened(cell) + "” is another title than “" + Cells.shortened(title)
                                + "” above; rows with one handle are one product.");
            }
        }
        if (title == null) {
            cells.refuse(product.rows().getFirst(), TITLE.title(), "A product needs a title.");
        }
        return title == null ? "" : title;
    }

    private @Nullable String description(Cells cells, Row row) {
        String html = cells.text(row, cells.raw(row, BODY), BODY.title(), MOST_TEXT);
        String safe = html == null ? "" : SafeHtml.of(html);
        return safe.isEmpty() ? null : safe;
    }

    /** What is active but not published stays a draft: nobody shall see it. */
    private ProductStatus status(Cells cells, Row row, @Nullable ProductSheet current) {
        if (!header.has(STATUS) && !header.has(PUBLISHED) && current != null) {
            return current.status();
        }
        ProductStatus shown =
                Boolean.FALSE.equals(cells.yesOrNo(row, PUBLISHED)) ? ProductStatus.DRAFT : ProductStatus.ACTIVE;
        String cell = cells.raw(row, STATUS).toLowerCase(Locale.ROOT);
        return switch (cell) {
            case "", "active" -> shown;
            case "draft", "unlisted" -> ProductStatus.DRAFT;
            case "archived" -> ProductStatus.ARCHIVED;
            default -> {
                cells.refuse(
                        row, STATUS.title(), "“" + Cells.shortened(cell) + "” is none of active, draft and archived.");
                yield shown;
            }
        };
    }

    private List<String> category(Cells cells, Row row, @Nullable ProductSheet current) {
        if (!header.has(CATEGORY)) {
            return current == null ? List.of() : current.category();
        }
        var path = new ArrayList<String>();
        for (String name : Joined.split(cells.raw(row, CATEGORY), '>')) {
            String clean = cells.line(row, name, CATEGORY.title(), 255);
            if (clean != null) {
                path.add(clean);
            }
        }
        if (path.size() > MOST_LEVELS) {
            cells.refuse(row, CATEGORY.title(), "More than " + MOST_LEVELS + " levels of categories.");
        }
        return List.copyOf(path);
    }

    /** In alphabetical order, as Shopify writes them. */
    private List<String> tags(Cells cells, Row row) {
        var tags = new TreeMap<String, String>();
        for (String tag : Joined.split(cells.raw(row, TAGS), ',')) {
            String clean = cells.line(row, tag, TAGS.title(), 255);
            if (clean != null) {
                tags.putIfAbsent(clean.toLowerCase(Locale.ROOT), clean);
            }
        }
        if (tags.size() > 250) {
            cells.refuse(row, TAGS.title(), "More than 250 tags.");
        }
        return List.copyOf(tags.values());
    }

    private Map<String, String> attributes(Cells cells, Row row, @Nullable ProductSheet current) {
        var values = new HashMap<>(current == null ? Map.<String, String>of() : current.attributes());
        for (Header.Attribute column : header.attributes()) {
            String cell = cells.text(row, row.cell(column.index()), column.title(), MOST_TEXT);
            if (cell == null) {
                values.remove(column.code());
            } else {
                values.put(column.code(), value(cells, row, column, cell, values.getOrDefault(column.code(), "")));
            }
        }
        return Map.copyOf(values);
    }

    /** Title of the column that the attribute with this code has, null when it has none. */
    @Nullable
    String column(String attribute) {
        return header.attributes().stream()
                .filter(column -> column.code().equals(attribute))
                .map(Header.Attribute::title)
                .findFirst()
                .orElse(null);
    }

    private String value(Cells cells, Row row, Header.Attribute column, String cell, String before) {
        AttributeType type = types.getOrDefault(column.code(), AttributeType.TEXT);
        boolean decimal = type == AttributeType.DECIMAL || type == AttributeType.MEASURE;
        String plain = decimal ? cells.decimal(row, column.title(), cell) : cell;
        if (plain == null) {
            return "";
        }
        try {
            String value = AttributeText.canonical(type, plain);
            return type.hasOptions() && value.equalsIgnoreCase(before) ? before : value;
        } catch (IllegalArgumentException e) {
            cells.refuse(row, column.title(), "“" + Cells.shortened(cell) + "” " + e.getMessage() + ".");
            return "";
        }
    }

    private static @Nullable String of(
            @Nullable ProductSheet current, Function<ProductSheet, @Nullable String> property) {
        return current == null ? null : property.apply(current);
    }
}
