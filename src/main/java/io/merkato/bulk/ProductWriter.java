package io.merkato.bulk;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.merkato.catalog.Joined;
import io.merkato.catalog.ProductKind;
import io.merkato.catalog.ProductSheet;
import io.merkato.catalog.ProductSheet.Image;
import io.merkato.catalog.ProductSheet.Variant;
import io.merkato.catalog.ProductStatus;
import io.merkato.money.MinorUnits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes products as the rows that {@link ProductReader} reads back: one row per variant, images beside them, the rest on the first. */
final class ProductWriter {

    /** @param title as a column is headed, see {@link Header.Attribute} */
    record Attribute(String title, String code) {}

    /**
     * @param options how many axes a product has at most; Shopify's files have three
     * @param costs whether what the tenant paid may be told; without, the column is not there at all
     */
    record Columns(int options, List<Attribute> attributes, boolean costs) {
        Columns {
            options = Math.max(3, options);
        }

        List<String> titles() {
            var titles = new Line();
            titles.add("Handle", "Title", "Body (HTML)", "Vendor", "Product Category", "Type", "Tags", "Published");
            for (int i = 1; i <= options; i++) {
                titles.add("Option" + i + " Name", "Option" + i + " Value");
            }
            titles.add(
                    "Variant SKU",
                    "Variant Grams",
                    "Variant Price",
                    "Variant Compare At Price",
                    "Variant Requires Shipping",
                    "Variant Barcode",
                    "Image Src",
                    "Image Position",
                    "Image Alt Text",
                    "SEO Title",
                    "SEO Description");
            attributes.forEach(attribute -> titles.add(attribute.title));
            titles.add("Variant Image");
            if (costs) {
                titles.add("Cost per item");
            }
            titles.add("Status");
            return titles.cells;
        }
    }

    private final CsvWriter csv;
    private final Columns columns;
    private final int exponent;

    /** @param exponent decimals of the currency's minor unit */
    ProductWriter(Writer to, Columns columns, int exponent) {
        this.csv = FormulaGuard.csv(to);
        this.columns = columns;
        this.exponent = exponent;
    }

    void writeHeader() {
        csv.writeRecord(columns.titles());
    }

    void write(ProductSheet product) {
        int rows =
                Math.max(1, Math.max(product.variants().size(), product.images().size()));
        for (int i = 0; i < rows; i++) {
            boolean first = i == 0;
            Variant variant = i < product.variants().size() ? product.variants().get(i) : null;
            Image image = i < product.images().size() ? product.images().get(i) : null;
            var cells = new Line();
            cells.add(product.handle());
            cells.add(first ? product.title() : "", first ? product.description() : "", first ? product.brand() : "");
            cells.add(first ? Joined.of(product.category(), " > ") : "", first ? product.type() : "");
            cells.add(
                    first ? Joined.of(product.tags(), ", ") : "",
                    first ? yes(product.status() == ProductStatus.ACTIVE) : "");
            options(cells, product, variant, first);
            cells.add(variant == null ? null : variant.sku(), variant == null ? null : variant.grams());
            cells.add(
                    variant == null ? null : money(variant.price()),
                    variant == null ? null : money(variant.compareAt()));
            cells.add(
                    variant == null && !first ? null : yes(isShipped(product.kind())),
                    variant == null ? null : variant.barcode());
            cells.add(
                    image == null ? null : image.url(),
                    image == null ? null : i + 1,
                    image == null ? null : image.alt());
            cells.add(first ? product.seoTitle() : "", first ? product.seoDescription() : "");
            for (Attribute attribute : columns.attributes) {
                cells.add(first ? product.attributes().get(attribute.code) : "");
            }
            cells.add(variant == null ? null : variant.image());
            if (columns.costs) {
                cells.add(variant == null ? null : money(variant.cost()));
            }
            cells.add(first ? product.status().name().toLowerCase(Locale.ROOT) : "");
            csv.writeRecord(cells.cells);
        }
    }

    /** Names stand on the first row; a product without axes has Shopify's “Title”, “Default Title”. */
    private void options(Line cells, ProductSheet product, @Nullable Variant variant, boolean first) {
        for (int i = 0; i < columns.options; i++) {
            boolean simple = product.axes().isEmpty() && i == 0;
            boolean there = i < product.axes().size();
            cells.add(!first ? "" : there ? product.axes().get(i) : simple ? "Title" : "");
            cells.add(variant == null ? "" : there ? variant.options().get(i) : simple ? "Default Title" : "");
        }
    }

    void flush() {
        try {
            csv.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isShipped(ProductKind kind) {
        return switch (kind) {
            case SIMPLE, CONFIGURABLE, BUNDLE -> true;
            case VIRTUAL, DOWNLOADABLE -> false;
        };
    }

    private static String yes(boolean it) {
        return it ? "TRUE" : "FALSE";
    }

    private @Nullable String money(@Nullable MinorUnits amount) {
        return amount == null
                ? null
                : BigDecimal.valueOf(amount.value(), exponent).toPlainString();
    }

    private static final class Line {
        private final List<String> cells = new ArrayList<>();

        void add(@Nullable Object... values) {
            for (Object value : values) {
                cells.add(value == null ? "" : FormulaGuard.write(value.toString()));
            }
        }
    }
}
