package io.merkato.demo;

import de.siegmar.fastcsv.reader.CsvReader;
import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** All that db/demo says about one tenant. */
record DemoShop(Shop shop, List<ProductLine> products, List<ReviewLine> reviews) {

    private static final List<String> SLUGS = List.of("abol", "linguere", "nuru");

    static List<DemoShop> all() {
        return SLUGS.stream().map(DemoShop::read).toList();
    }

    private static DemoShop read(String slug) {
        try (InputStream shop = file(slug, "shop.json").getInputStream()) {
            return new DemoShop(
                    JsonMapper.shared().readValue(shop, Shop.class),
                    lines(slug, "products.csv", ProductLine::of),
                    lines(slug, "reviews.csv", ReviewLine::of));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another of its files, which says more of it. */
    <T> T read(String name, Class<T> type) {
        try (InputStream json = file(shop.slug(), name).getInputStream()) {
            return JsonMapper.shared().readValue(json, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A shop without people or products: what the generator fills. */
    static DemoShop template(String slug, String name) {
        try (InputStream file =
                new ClassPathResource("db/demo/generated.json", DemoShop.class.getClassLoader()).getInputStream()) {
            var shop = (ObjectNode) JsonMapper.shared().readTree(file);
            shop.put("slug", slug).put("name", name);
            return new DemoShop(JsonMapper.shared().treeToValue(shop, Shop.class), List.of(), List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> List<T> lines(String slug, String name, Function<Map<String, String>, T> line)
            throws IOException {
        String text = file(slug, name).getContentAsString(StandardCharsets.UTF_8);
        try (Stream<T> lines = CsvReader.builder().ofNamedCsvRecord(text).stream()
                .map(record -> line.apply(record.getFieldsAsMap()))) {
            return lines.toList();
        }
    }

    /** By this class's own loader: a worker thread's knows nothing of what the jar holds. */
    private static ClassPathResource file(String slug, String name) {
        return new ClassPathResource("db/demo/" + slug + '/' + name, DemoShop.class.getClassLoader());
    }

    DemoIds ids() {
        return new DemoIds(shop.slug());
    }

    /** A price of products.csv in another currency, rounded up to what is usual there. */
    MinorUnits minorUnits(BigDecimal price, Currency currency) {
        Shop.Rate rate = shop.prices().get(currency);
        if (rate == null) {
            throw new IllegalArgumentException(shop.slug() + " does not sell in " + currency);
        }
        BigDecimal steps =
                price.divide(rate.rate(), MathContext.DECIMAL64).divide(rate.step(), 0, RoundingMode.CEILING);
        return Money.of(steps.multiply(rate.step()), currency).withoutCurrency();
    }
}
