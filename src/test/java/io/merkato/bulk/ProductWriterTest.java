package io.merkato.bulk;

import static java.util.stream.Collectors.joining;
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
import java.util.stream.IntStream;
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

    @Test
    void as_many_options_are_read_as_are_written() {
        String header = IntStream.rangeClosed(1, 11)
                .mapToObj(",Option%1$d Name,Option%1$d Value"::formatted)
                .collect(joining());
        String row = IntStream.rangeClosed(1, 11)
                .mapToObj(",Axis %1$d,%1$d"::formatted)
                .collect(joining());
        List<ProductSheet> products = sheets("Handle,Title" + header + ",Variant Price\nmug,Mug" + row + ",9.50\n");

        assertThat(products.getFirst().variants().getFirst().options())
                .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11");
        assertThat(sheets(written(products, new ProductWriter.Columns(11, List.of(), false))))
                .isEqualTo(products);
    }

    private static String written(List<ProductSheet> products, boolean costs) {
        return written(products, new ProductWriter.Columns(2, ALTITUDE, costs));
    }

    private static String written(List<ProductSheet> products, ProductWriter.Columns columns) {
        var text = new StringWriter();
        var writer = new ProductWriter(text, columns, 2);
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
