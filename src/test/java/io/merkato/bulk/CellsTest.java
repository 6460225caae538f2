package io.merkato.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.bulk.ProductReader.Reading.Failed;
import io.merkato.bulk.ProductReader.Reading.Read;
import io.merkato.catalog.AttributeType;
import io.merkato.catalog.ProductSheet;
import io.merkato.catalog.ProductSheet.Variant;
import io.merkato.catalog.SheetScope;
import io.merkato.money.MinorUnits;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How single cells are read, by the separator of their file. */
class CellsTest {

    private static final String GROUPED =
            "The point in “%s” may stand before decimals or before thousands. In a file with semicolons decimals stand behind a comma, and nothing groups thousands.";

    @ParameterizedTest
    @CsvSource({"25.000, XOF", "1.250, ETB", "1.250.000, XOF", "3.500, KWD"})
    void a_point_that_may_group_thousands_is_no_price_of_a_file_with_semicolons(String price, String currency) {
        assertThat(read("Handle;Title;Variant Price\nmug;Mug;" + price + "\n", currency))
                .isEqualTo(new Failed(
                        List.of(new ProductImportProblem("mug", 2, "Variant Price", GROUPED.formatted(price)))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "25000 | XOF | 25000",
                "12,50 | ETB | 1250",
                "12.50 | ETB | 1250",
                "0.250 | KWD | 250",
                "1,250 | KWD | 1250"
            })
    void other_prices_of_such_a_file_are_what_they_seem(String price, String currency, long minor) {
        assertThat(sheet("Handle;Title;Variant Price\nmug;Mug;" + price + "\n", currency)
                        .variants())
                .extracting(Variant::price)
                .containsExactly(new MinorUnits(minor));
    }

    @Test
    void a_file_with_commas_has_its_decimals_behind_a_point() {
        assertThat(sheet("Handle,Title,Variant Price\nmug,Mug,1.250\n", "KWD").variants())
                .extracting(Variant::price)
                .containsExactly(new MinorUnits(1250));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Handle,Title,Variant Price | 25.000 | XOF | 0 | 25000",
                "Handle,Title,Variant Price | 1.500 | XOF | 0 | 1500",
                "Handle,Title,Cost per item | 2.000 | ETB | 2 | 2000",
                "Handle;Title;Variant Price | 25,000 | XOF | 0 | 25000",
                "Handle;Title;Variant Price | 1,250 | ETB | 2 | 1250"
            })
    void three_digits_that_may_be_thousands_are_no_decimals_of_a_currency_that_has_not_three(
            String header, String price, String currency, int decimals, String thousands) {
        char separator = header.charAt("Handle".length());
        assertThat(read(header + "\nmug" + separator + "Mug" + separator + price + "\n", currency))
                .isEqualTo(new Failed(List.of(new ProductImportProblem(
                        "mug",
                        2,
                        header.substring(header.lastIndexOf(separator) + 1),
                        "“" + price + "” may be thousands or decimals, of which the currency has " + decimals
                                + ". Write thousands without a separator, as “" + thousands
                                + "”, and no more decimals than the currency has."))));
    }

    @ParameterizedTest
    @CsvSource({"25.00, XOF, 25", "12.5000, ETB, 1250", "0.500, ETB, 50", "1250.500, ETB, 125050", "1.250, KWD, 1250"})
    void decimals_that_cannot_be_thousands_may_end_in_zeros(String price, String currency, long minor) {
        assertThat(sheet("Handle,Title,Variant Price\nmug,Mug," + price + "\n", currency)
                        .variants())
                .extracting(Variant::price)
                .containsExactly(new MinorUnits(minor));
    }

    @Test
    void weights_have_decimals_as_they_are() {
        assertThat(sheet("Handle,Title,Variant Grams\nmug,Mug,2.000\n", "ETB").variants())
                .extracting(Variant::grams)
                .containsExactly(2L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1,5 | 1.5", "-0,25 | -0.25", "1.5 | 1.5", "0.125 | 0.125", "12 | 12"})
    void decimals_of_attributes_are_written_as_those_of_prices_are(String cell, String value) {
        assertThat(sheet("Handle;Title;Weight (product.metafields.decimal.weight)\nmug;Mug;" + cell + "\n", "ETB")
                        .attributes())
                .isEqualTo(Map.of("weight", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.500", "-1.500"})
    void a_decimal_of_an_attribute_whose_point_may_group_thousands_is_refused(String cell) {
        assertThat(read("Handle;Title;Weight (product.metafields.decimal.weight)\nmug;Mug;" + cell + "\n", "ETB"))
                .isEqualTo(new Failed(List.of(new ProductImportProblem(
                        "mug", 2, "Weight (product.metafields.decimal.weight)", GROUPED.formatted(cell)))));
    }

    @Test
    void a_wrong_cell_is_told_by_its_beginning_whatever_characters_it_has() {
        assertThat(read("Handle,Title,Published\nmug,Mug," + "😀".repeat(31) + "\n", "ETB"))
                .isEqualTo(new Failed(List.of(new ProductImportProblem(
                        "mug", 2, "Published", "“" + "😀".repeat(29) + "…” is neither TRUE nor FALSE."))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://img.example/a\"b.jpg", "https://img.example/<a>.jpg", "/a.jpg", "http://a"})
    void the_address_of_a_picture_is_one_that_its_table_takes(String url) {
        assertThat(sheet("Handle\tTitle\tImage Src\nmug\tMug\t\"" + url.replace("\"", "\"\"") + "\"\n", "ETB")
                        .images())
                .containsExactly(new ProductSheet.Image(url, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTPS://img.example/a.jpg", "ftp://img.example/a.jpg", "/"})
    void an_address_that_the_table_of_pictures_refuses_is_a_problem(String url) {
        assertThat(read("Handle,Title,Image Src\nmug,Mug," + url + "\n", "ETB"))
                .isEqualTo(new Failed(List.of(new ProductImportProblem(
                        "mug", 2, "Image Src", "“" + url + "” is not an http or https address."))));
    }

    private static ProductSheet sheet(String file, String currency) {
        return ((Read) read(file, currency)).sheet();
    }

    private static ProductReader.Reading read(String file, String currency) {
        try (ProductFile rows = ProductFile.open(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)))) {
            var scope = new SheetScope(Locale.ENGLISH, Currency.getInstance(currency));
            var types = Map.of("weight", AttributeType.DECIMAL);
            return new ProductReader(rows.header(), rows.decimalComma(), scope, types).read(rows.next(), null);
        }
    }
}
