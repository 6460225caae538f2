package io.merkato.demo;

import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.PRODUCT_BUNDLE_ITEM;
import static io.merkato.jooq.catalog.Tables.PRODUCT_CATEGORY;
import static io.merkato.jooq.catalog.Tables.PRODUCT_DOWNLOAD;
import static io.merkato.jooq.catalog.Tables.PRODUCT_LABEL;
import static io.merkato.jooq.catalog.Tables.PRODUCT_TRANSLATION;
import static io.merkato.jooq.catalog.Tables.VARIANT;
import static io.merkato.jooq.catalog.Tables.VARIANT_PRICE;

import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Products with their variants, prices and places; what they say for each attribute is in {@link ValueRows}. */
final class ProductRows {

    static final Instant OPENED = Instant.parse("2026-01-05T06:00:00Z");
    private static final Duration BETWEEN_PRODUCTS = Duration.ofHours(31);
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** One variant in so many is out of stock. */
    private static final int SOLD_OUT = 13;

    private final DemoShop demo;
    private final DemoIds ids;
    private final Rows products = new Rows(PRODUCT);
    private final Rows translations = new Rows(PRODUCT_TRANSLATION);
    private final Rows variants = new Rows(VARIANT);
    private final Rows prices = new Rows(VARIANT_PRICE);
    private final Rows categories = new Rows(PRODUCT_CATEGORY);
    private final Rows labels = new Rows(PRODUCT_LABEL);
    private final Rows downloads = new Rows(PRODUCT_DOWNLOAD);
    private final Rows bundleItems = new Rows(PRODUCT_BUNDLE_ITEM);
    private final Map<String, String> kindOfVariant = new HashMap<>();
    private int position;

    private ProductRows(DemoShop demo) {
        this.demo = demo;
        this.ids = demo.ids();
    }

    static void write(TenantContext tenant, DemoShop demo) {
        var rows = new ProductRows(demo);
        demo.products().forEach(rows::product);
        demo.products().forEach(rows::bundle);
        List.of(
                        rows.products,
                        rows.translations,
                        rows.variants,
                        rows.prices,
                        rows.categories,
                        rows.labels,
                        rows.downloads,
                        rows.bundleItems)
                .forEach(each -> each.insert(tenant));
    }

    private void product(ProductLine line) {
        UUID id = line.id(ids);
        Instant created = OPENED.plus(BETWEEN_PRODUCTS.multipliedBy(position));
        products.next()
                .set(PRODUCT.ID, id)
                .set(PRODUCT.KIND, line.type())
                .set(PRODUCT.STATUS, line.status())
                .set(PRODUCT.ATTRIBUTE_SET_ID, ids.of("set", line.set()))
                .set(PRODUCT.BRAND_ID, ids.of("brand", line.brand()))
                .set(PRODUCT.LOCALE, demo.shop().locale().toLanguageTag())
                .set(PRODUCT.NAME, line.names().get(demo.shop().locale()))
                .set(PRODUCT.SLUG, line.handle())
                .set(PRODUCT.DESCRIPTION, paragraph(line.texts().get(demo.shop().locale())))
                .set(PRODUCT.POSITION, position++)
                .set(PRODUCT.PUBLISHED_AT, line.status().equals("DRAFT") ? null : created)
                .set(PRODUCT.CREATED_AT, created)
                .set(PRODUCT.UPDATED_AT, created);
        line.names().forEach((locale, name) -> {
            if (!locale.equals(demo.shop().locale())) {
                translations
                        .next()
                        .set(PRODUCT_TRANSLATION.PRODUCT_ID, id)
                        .set(PRODUCT_TRANSLATION.LOCALE, locale.toLanguageTag())
                        .set(PRODUCT_TRANSLATION.NAME, name)
                        .set(
                                PRODUCT_TRANSLATION.DESCRIPTION,
                                paragraph(line.texts().get(locale)));
            }
        });
        for (String slug : line.categories()) {
            categories
                    .next()
                    .set(PRODUCT_CATEGORY.PRODUCT_ID, id)
                    .set(PRODUCT_CATEGORY.CATEGORY_ID, ids.of("category", slug))
                    .set(PRODUCT_CATEGORY.POSITION, position);
        }
        for (String code : line.labels()) {
            labels.next().set(PRODUCT_LABEL.PRODUCT_ID, id).set(PRODUCT_LABEL.LABEL_ID, ids.of("label", code));
        }
        if (line.type().equals("DOWNLOADABLE")) {
            downloads
                    .next()
                    .set(PRODUCT_DOWNLOAD.ID, ids.of("download", line.handle()))
                    .set(PRODUCT_DOWNLOAD.PRODUCT_ID, id)
                    .set(PRODUCT_DOWNLOAD.NAME, line.names().get(demo.shop().locale()))
                    .set(PRODUCT_DOWNLOAD.URL, Picture.of(demo.shop(), line).url())
                    .set(PRODUCT_DOWNLOAD.MIME, Picture.MIME)
                    .set(PRODUCT_DOWNLOAD.MAX_DOWNLOADS, 5);
        }
        variants(line, id);
    }

    private void variants(ProductLine line, UUID product) {
        int place = 0;
        for (ProductLine.Variant variant : line.variants()) {
            UUID id = ids.of("variant", variant.key());
            kindOfVariant.put(variant.key(), line.type());
            int chance = chance(id);
            variants.next()
                    .set(VARIANT.ID, id)
                    .set(VARIANT.PRODUCT_ID, product)
                    .set(VARIANT.KIND, line.type())
                    .set(VARIANT.SKU, variant.sku())
                    .set(VARIANT.BARCODE, barcode(id))
                    .set(VARIANT.WEIGHT_GRAMS, grams(line, variant))
                    .set(VARIANT.POSITION, place++)
                    .set(VARIANT.OFFERED, !isSoldOut(id) || (demo.shop().stock() != null && isKept(line)))
                    .set(
                            VARIANT.COST_AMOUNT,
                            demo.minorUnits(cost(variant, chance), demo.shop().currency()))
                    .set(VARIANT.COST_CURRENCY, demo.shop().currency().getCurrencyCode());
            for (Currency currency : demo.shop().prices().keySet()) {
                BigDecimal before =
                        variant.price().multiply(HUNDRED.add(line.was())).divide(HUNDRED);
                prices.next()
                        .set(VARIANT_PRICE.VARIANT_ID, id)
                        .set(VARIANT_PRICE.CURRENCY, currency.getCurrencyCode())
                        .set(VARIANT_PRICE.AMOUNT, demo.minorUnits(variant.price(), currency))
                        .set(
                                VARIANT_PRICE.COMPARE_AT,
                                line.was().signum() == 0 ? null : demo.minorUnits(before, currency));
            }
        }
    }

    /** Whether stock is kept of it: of things, and of bundles by what they contain. */
    static boolean isKept(ProductLine line) {
        return line.type().equals("SIMPLE") || line.type().equals("CONFIGURABLE");
    }

    static boolean isSoldOut(UUID variant) {
        return chance(variant) % SOLD_OUT == 0;
    }

    static int chance(UUID variant) {
        return Math.floorMod(variant.hashCode(), 1000);
    }

    private void bundle(ProductLine line) {
        int place = 0;
        for (ProductLine.Component component : line.components()) {
            bundleItems
                    .next()
                    .set(PRODUCT_BUNDLE_ITEM.PRODUCT_ID, line.id(ids))
                    .set(PRODUCT_BUNDLE_ITEM.KIND, line.type())
                    .set(PRODUCT_BUNDLE_ITEM.VARIANT_ID, ids.of("variant", component.variant()))
                    .set(
                            PRODUCT_BUNDLE_ITEM.COMPONENT_KIND,
                            Objects.requireNonNull(kindOfVariant.get(component.variant()), component.variant()))
                    .set(PRODUCT_BUNDLE_ITEM.QUANTITY, component.quantity())
                    .set(PRODUCT_BUNDLE_ITEM.POSITION, place++);
        }
    }

    private @Nullable Integer grams(ProductLine line, ProductLine.Variant variant) {
        for (int i = 0; i < line.axes().size(); i++) {
            Integer grams = demo.shop()
                    .attribute(line.axes().get(i).attribute())
                    .option(variant.choices().get(i).option())
                    .map(Shop.Attribute.Option::grams)
                    .orElse(null);
            if (grams != null) {
                return grams;
            }
        }
        return demo.shop().set(line.set()).grams();
    }

    /** Half to two thirds of the price. */
    private static BigDecimal cost(ProductLine.Variant variant, int chance) {
        return variant.price().multiply(BigDecimal.valueOf(50 + chance % 17)).divide(HUNDRED, 0, RoundingMode.HALF_UP);
    }

    /** An EAN-13 of the range that GS1 leaves to shops for their own use. */
    private static String barcode(UUID id) {
        String digits = "2%011d".formatted(Math.floorMod(id.getLeastSignificantBits(), 100_000_000_000L));
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            sum += (digits.charAt(i) - '0') * (i % 2 == 0 ? 1 : 3);
        }
        return digits + (10 - sum % 10) % 10;
    }

    private static @Nullable String paragraph(@Nullable String text) {
        return text == null ? null : "<p>" + text + "</p>";
    }
}
