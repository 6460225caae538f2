package io.merkato.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.bulk.ProductReader.Reading.Failed;
import io.merkato.bulk.ProductReader.Reading.Read;
import io.merkato.catalog.Product;
import io.merkato.catalog.ProductKind;
import io.merkato.catalog.ProductSheet;
import io.merkato.catalog.ProductSheet.Image;
import io.merkato.catalog.ProductSheet.Variant;
import io.merkato.catalog.ProductStatus;
import io.merkato.catalog.SheetScope;
import io.merkato.catalog.StoredSheet;
import io.merkato.money.MinorUnits;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProductReaderTest {

    private static final SheetScope SCOPE = new SheetScope(Locale.ENGLISH, Importing.ETB);

    @Test
    void rows_with_one_handle_are_one_product_with_its_variants_and_images() {
        assertThat(sheets(resource("coffee.csv")))
                .first()
                .isEqualTo(new ProductSheet(
                        "yirgacheffe",
                        "Yirgacheffe Kochere",
                        "<p>Washed, with bergamot and <strong>jasmine</strong>.</p>\n<p>Grown at Kochere.</p>",
                        ProductKind.CONFIGURABLE,
                        ProductStatus.ACTIVE,
                        "Tomoca",
                        List.of("Food", "Beverages", "Coffee"),
                        "Whole bean",
                        List.of("NEW", "single origin", "washed"),
                        "Yirgacheffe coffee",
                        "Floral coffee from Kochere",
                        List.of("Size", "Grind"),
                        List.of(
                                new Variant(
                                        "YIR-250-W",
                                        List.of("250 g", "Whole bean"),
                                        250L,
                                        "0251234567890",
                                        new MinorUnits(48000),
                                        new MinorUnits(52000),
                                        new MinorUnits(31050),
                                        "https://cdn.example.com/yirgacheffe.jpg?v=2"),
                                new Variant(
                                        "YIR-250-E",
                                        List.of("250 g", "Espresso"),
                                        250L,
                                        null,
                                        new MinorUnits(48000),
                                        null,
                                        new MinorUnits(31050),
                                        "https://cdn.example.com/ground.jpg"),
                                new Variant(
                                        "YIR-1000-W",
                                        List.of("1 kg", "Whole bean"),
                                        1000L,
                                        null,
                                        new MinorUnits(175000),
                                        null,
                                        new MinorUnits(119000),
                                        null)),
                        List.of(
                                new Image("https://cdn.example.com/yirgacheffe.jpg?v=2", "A bag of Yirgacheffe"),
                                new Image("https://cdn.example.com/beans.jpg", "Beans"),
                                new Image("https://cdn.example.com/label.jpg", null),
                                new Image("https://cdn.example.com/farm.jpg", "The farm"),
                                new Image("https://cdn.example.com/ground.jpg", null)),
                        Map.of("altitude", "1900 m")));
    }

    @Test
    void an_option_called_title_stands_for_a_product_without_axes() {
        ProductSheet course = sheets(resource("coffee.csv")).get(1);

        assertThat(course.axes()).isEmpty();
        assertThat(course.variants())
                .containsExactly(
                        new Variant("cupping-course", List.of(), 0L, null, new MinorUnits(150000), null, null, null));
        assertThat(course.kind()).isEqualTo(ProductKind.VIRTUAL);
    }

    @Test
    void what_is_active_but_not_published_is_a_draft() {
        assertThat(sheets(resource("coffee.csv")))
                .extracting(ProductSheet::status)
                .containsExactly(ProductStatus.ACTIVE, ProductStatus.ACTIVE, ProductStatus.DRAFT);
        assertThat(statusOf("Published,Status", "true,draft")).isEqualTo(ProductStatus.DRAFT);
        assertThat(statusOf("Published,Status", "true,archived")).isEqualTo(ProductStatus.ARCHIVED);
        assertThat(statusOf("Published,Status", "true,Active")).isEqualTo(ProductStatus.ACTIVE);
        assertThat(statusOf("Published", "")).isEqualTo(ProductStatus.ACTIVE);
        assertThat(statusOf("Published", "FALSE")).isEqualTo(ProductStatus.DRAFT);
    }

    @Test
    void columns_stand_in_any_order_under_old_and_new_names_and_unknown_ones_are_named() {
        String file = "SKU,Price,option1 VALUE,Inventory quantity,URL handle,Option1 name,Title,Nonsense\n"
                + "M-1,9.50,S,4,mug,Size,Mug,x\nM-2,9.5,L,4,mug,,,\n";

        assertThat(sheets(file).getFirst().variants())
                .containsExactly(
                        new Variant("M-1", List.of("S"), null, null, new MinorUnits(950), null, null, null),
                        new Variant("M-2", List.of("L"), null, null, new MinorUnits(950), null, null, null));
        assertThat(open(file).header().ignored()).containsExactly("Inventory quantity", "Nonsense");
    }

    @Test
    void byte_order_marks_carriage_returns_semicolons_and_tabs_are_read() {
        ProductSheet expected =
                sheets("Handle,Title,Variant Price\nthe,Thé vert,12.50\n").getFirst();

        assertThat(sheets("\uFEFFHandle,Title,Variant Price\r\nthe,Thé vert,12.50\r\n"))
                .containsExactly(expected);
        assertThat(sheets("Handle;Title;Variant Price\nthe;Thé vert;12,50\n")).containsExactly(expected);
        assertThat(sheets("Handle\tTitle\tVariant Price\nthe\tThé vert\t12.50")).containsExactly(expected);
        assertThat(sheets(new ByteArrayInputStream(
                        "\uFEFFHandle,Title,Variant Price\nthe,Thé vert,12.50".getBytes(StandardCharsets.UTF_16LE))))
                .containsExactly(expected);
    }

    @Test
    void without_handles_the_title_makes_one() {
        assertThat(sheets("Title\nCafé “Crème” 250 g\nቡና\n"))
                .extracting(ProductSheet::handle)
                .containsExactly("cafe-creme-250-g", "ቡና");
    }

    @Test
    void a_row_with_more_cells_than_columns_is_a_problem_unless_they_are_blank() {
        assertThat(problems("Handle,Title,Variant Price\nmug,Mug,1,250\npot,Pot,2,, ,\n"))
                .containsExactly(
                        new ProductImportProblem(
                                "mug",
                                2,
                                null,
                                "“250” stands behind the last column that has a name. A cell that contains the separator is written in quotes."));
    }

    @Test
    void a_product_with_any_wrong_cell_is_left_out_and_each_cell_is_named_with_line_and_reason() {
        assertThat(problems("""
                Handle,Title,Variant Price,Variant Grams,Image Src,Image Position,Status
                mug,Mug,"1,200.00",-3,ftp://example.com/a.png,first,sold
                pot,"A pot
                of clay",4.5678,1,,,
                """))
                .containsExactly(
                        new ProductImportProblem("mug", 2, "Status", "“sold” is none of active, draft and archived."),
                        new ProductImportProblem(
                                "mug", 2, "Variant Price", "“1,200.00” is not a number such as 1250 or 12.50."),
                        new ProductImportProblem(
                                "mug", 2, "Variant Grams", "“-3” is not a number such as 1250 or 12.50."),
                        new ProductImportProblem(
                                "mug", 2, "Image Src", "“ftp://example.com/a.png” is not an http or https address."),
                        new ProductImportProblem(
                                "pot",
                                3,
                                "Variant Price",
                                "“4.5678” has more decimals than the currency, which has 2."));
    }

    @Test
    void variants_that_cannot_be_told_apart_are_refused() {
        String header = "Handle,Title,Option1 Name,Option1 Value,Variant SKU\n";

        assertThat(problems(header + "mug,Mug,Size,S,M-1\nmug,,,s,M-2\n"))
                .containsExactly(new ProductImportProblem("mug", 3, "Option1 Value", "The same options as on line 2."));
        assertThat(problems(header + "mug,Mug,Size,S,M-1\nmug,,,L,M-1\n"))
                .containsExactly(new ProductImportProblem("mug", 3, "Variant SKU", "“M-1” is also on line 2."));
        assertThat(problems(header + "mug,Mug,Size,S,M-1\nmug,,,,M-2\n"))
                .containsExactly(new ProductImportProblem(
                        "mug", 3, "Option1 Value", "Every variant needs a value for each of the product's options."));
        assertThat(problems(header + "mug,Mug,,S,M-1\n"))
                .containsExactly(
                        new ProductImportProblem("mug", 2, "Option1 Name", "The option has values but no name."));
        assertThat(problems("Handle,Title,Variant SKU\nmug,Mug,M-1\nmug,,M-2\n"))
                .containsExactly(new ProductImportProblem(
                        "mug", 3, null, "A second variant, but no option tells it from the one on line 2."));
    }

    @Test
    void a_second_title_under_one_handle_is_refused() {
        assertThat(problems("Handle,Title\nmug,Mug\nmug,Mug\nmug,Teapot\n"))
                .containsExactly(new ProductImportProblem(
                        "mug",
                        4,
                        "Title",
                        "“Teapot” is another title than “Mug” above; rows with one handle are one product."));
    }

    @Test
    void characters_that_are_no_text_are_refused_per_product() {
        byte[] latin1 = "Handle,Title\nmug,Th\u00e9\npot,A\0B\ncup,Cup\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(problems(new ByteArrayInputStream(latin1)))
                .containsExactly(
                        new ProductImportProblem(
                                "mug",
                                2,
                                "Title",
                                "The cell contains characters that are not UTF-8; save the file as “CSV UTF-8”."),
                        new ProductImportProblem("mug", 2, "Title", "A product needs a title."),
                        new ProductImportProblem("pot", 3, "Title", "The cell contains a NUL character."),
                        new ProductImportProblem("pot", 3, "Title", "A product needs a title."));
        assertThat(sheets(new ByteArrayInputStream(latin1)))
                .extracting(ProductSheet::handle)
                .containsExactly("cup");
    }

    @Test
    void missing_columns_and_unmentioned_variants_and_images_stay_as_they_are() {
        ProductSheet before = sheets(resource("coffee.csv")).getFirst();
        String prices = "Handle,Variant SKU,Variant Price\nyirgacheffe,YIR-250-E,500\n";

        ProductSheet after = ((Read) readings(stream(prices), before).getFirst()).sheet();

        assertThat(after.variants()).extracting(Variant::sku).containsExactly("YIR-250-E", "YIR-250-W", "YIR-1000-W");
        assertThat(after.variants().getFirst())
                .isEqualTo(new Variant(
                        "YIR-250-E",
                        List.of("250 g", "Espresso"),
                        250L,
                        null,
                        new MinorUnits(50000),
                        null,
                        new MinorUnits(31050),
                        "https://cdn.example.com/ground.jpg"));
        assertThat(after.images()).isEqualTo(before.images());
        assertThat(after.description()).isEqualTo(before.description());
        assertThat(readings(resource("coffee.csv"), before).getFirst())
                .isInstanceOfSatisfying(
                        Read.class,
                        read -> assertThat(read.sheet().sameAs(before)).isTrue());
    }

    @Test
    void a_file_that_is_no_product_file_says_so() {
        assertThat(refusal("")).isEqualTo("The file is empty.");
        assertThat(refusal("Name,Cost\nx,1\n"))
                .isEqualTo(
                        "The first row names neither “Handle” nor “Title”: this is not a product file in Shopify's format.");
        assertThat(refusal("Handle,Title,title\n")).isEqualTo("The column “title” is there twice.");
    }

    @Test
    void an_unclosed_quote_a_giant_cell_and_a_million_columns_are_refused_without_reading_them_whole() {
        String limits = " A file may have 1,000 columns, 200,000 characters in a cell and 1,000,000 in a row.";

        assertThat(refusal("Handle,Title\nmug,\"Mug\npot,Pot\n"))
                .contains("line 2")
                .endsWith(limits);
        assertThat(refusal(new Repeating("Handle,Title\nmug,\"", "a", "", 100_000_000)))
                .contains("line 2")
                .endsWith(limits);
        assertThat(refusal(new Repeating("Handle,Title", ",x", "\n", 2_000_000)))
                .endsWith(limits);
        assertThat(refusal(new Repeating("Handle,Title\n", "mug,Mug\n", "", 2_001 * 8)))
                .isEqualTo("Line 2002: “mug” has more than 2000 rows.");
    }

    @Test
    void what_has_no_price_is_not_put_on_sale() {
        assertThat(sheets("Handle,Title\nmug,Mug\n").getFirst().status()).isEqualTo(ProductStatus.DRAFT);
        assertThat(sheets("Handle,Title,Variant Price,Status\nmug,Mug,,active\n")
                        .getFirst()
                        .status())
                .isEqualTo(ProductStatus.DRAFT);
    }

    @Test
    void a_row_that_ends_early_is_a_problem() {
        assertThat(problems("Handle,Title,Variant Price,Status,\nmug,Mug,1,active\ncup,Cup\n"))
                .containsExactly(new ProductImportProblem(
                        "cup", 3, null, "The row ends early: it has 2 cells, and the file has 4 columns."));
    }

    @Test
    void a_price_before_that_is_lower_than_the_price_is_a_problem() {
        String header = "Handle,Title,Variant Price,Variant Compare At Price\n";
        assertThat(problems(header + "mug,Mug,2,1.50\n"))
                .containsExactly(new ProductImportProblem(
                        "mug", 2, "Variant Compare At Price", "“1.50” is lower than the price."));
        assertThat(sheets(header + "mug,Mug,2,0\n")
                        .getFirst()
                        .variants()
                        .getFirst()
                        .compareAt())
                .isNull();
    }

    private static ProductStatus statusOf(String columns, String cells) {
        return sheets("Handle,Title,Variant Price," + columns + "\nmug,Mug,1," + cells + "\n")
                .getFirst()
                .status();
    }

    private static List<ProductSheet> sheets(String file) {
        return sheets(stream(file));
    }

    private static List<ProductSheet> sheets(InputStream file) {
        return readings(file, null).stream()
                .filter(Read.class::isInstance)
                .map(reading -> ((Read) reading).sheet())
                .toList();
    }

    private static List<ProductImportProblem> problems(String file) {
        return problems(stream(file));
    }

    private static List<ProductImportProblem> problems(InputStream file) {
        return readings(file, null).stream()
                .filter(Failed.class::isInstance)
                .flatMap(reading -> ((Failed) reading).problems().stream())
                .toList();
    }

    private static List<ProductReader.Reading> readings(InputStream bytes, @Nullable ProductSheet current) {
        var readings = new ArrayList<ProductReader.Reading>();
        try (ProductFile file = ProductFile.open(bytes)) {
            var reader = new ProductReader(file.header(), file.decimalComma(), SCOPE, Map.of());
            file.forEachRemaining(rows -> readings.add(reader.read(
                    rows, current != null && current.handle().equals(rows.handle()) ? stored(current) : null)));
        }
        return readings;
    }

    private static StoredSheet stored(ProductSheet sheet) {
        var id = new Product.Id(new UUID(0, 1));
        return new StoredSheet(id, SCOPE.locale(), null, null, null, List.of(), Map.of(), Map.of(), Set.of(), sheet);
    }

    private static String refusal(String file) {
        return refusal(stream(file));
    }

    private static String refusal(InputStream bytes) {
        try (ProductFile file = ProductFile.open(bytes)) {
            file.forEachRemaining(rows -> {});
            return "";
        } catch (UnreadableFile refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    private static ProductFile open(String file) {
        return ProductFile.open(stream(file));
    }

    private static InputStream stream(String file) {
        return new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8));
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(ProductReaderTest.class.getResourceAsStream("/import/" + name));
    }

    /** A large file that exists nowhere: a beginning, something again and again, an end. */
    private static final class Repeating extends InputStream {
        private final byte[] start;
        private final byte[] again;
        private final byte[] end;
        private final long middle;
        private long at;

        Repeating(String start, String again, String end, long middle) {
            this.start = start.getBytes(StandardCharsets.UTF_8);
            this.again = again.getBytes(StandardCharsets.UTF_8);
            this.end = end.getBytes(StandardCharsets.UTF_8);
            this.middle = middle;
        }

        @Override
        public int read() {
            long inMiddle = at++ - start.length;
            if (inMiddle < 0) {
                return start[(int) (inMiddle + start.length)];
            }
            long inEnd = inMiddle - middle;
            return inEnd < 0 ? again[(int) (inMiddle % again.length)] : inEnd < end.length ? end[(int) inEnd] : -1;
        }
    }
}
