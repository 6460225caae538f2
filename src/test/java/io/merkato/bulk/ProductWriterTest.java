package io.merkato.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.catalog.ProductSheet;
import io.merkato.catalog.SheetScope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProductWriterTest {

    private static final List<ProductWriter.Attribute> ALTITUDE =
            List.of(new ProductWriter.Attribute("Altitude (product.metafields.text.altitude)", "altitude"));

    @Test
    void the_first_row_says_the_product_and_each_row_a_variant_and_an_image() throws IOException {
        assertThat(written(sheets(Files.readString(Path.of("src/test/resources/import/coffee.csv"))), true))
                .isEqualTo(Files.readString(Path.of("src/test/resources/import/coffee-written.csv")));
    }

    @Test
    void what_is_written_reads_back_as_the_same_products() throws IOException {
        List<ProductSheet> products = sheets(Files.readString(Path.of("src/test/resources/import/coffee.csv")));

        assertThat(sheets(written(products, true))).isEqualTo(products);
    }

    @Test
    void costs_are_a_column_only_for_those_who_may_know_them() throws IOException {
        List<ProductSheet> products = sheets(Files.readString(Path.of("src/test/resources/import/coffee.csv")));

        assertThat(written(products, false)).doesNotContain("Cost per item", "310.50");
    }

    private static String written(List<ProductSheet> products, boolean costs) {
        var text = new StringWriter();
        var writer = new ProductWriter(text, 2, ALTITUDE, costs, 2);
        writer.writeHeader();
        products.forEach(writer::write);
        writer.flush();
        return text.toString();
    }

    private static List<ProductSheet> sheets(String text) {
        var sheets = new ArrayList<ProductSheet>();
        try (ProductFile file = ProductFile.open(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
            var scope = new SheetScope(Locale.ENGLISH, Importing.ETB);
            var reader = new ProductReader(file.header(), file.decimalComma(), scope, Map.of());
            file.forEachRemaining(rows -> {
                if (reader.read(rows, null) instanceof ProductReader.Reading.Read(ProductSheet sheet)) {
                    sheets.add(sheet);
                }
            });
        }
        return sheets;
    }
}
