package io.merkato.demo;

import static io.merkato.jooq.catalog.Tables.PRODUCT_STORE;
import static io.merkato.jooq.catalog.Tables.PRODUCT_STORE_CONTENT;
import static io.merkato.jooq.catalog.Tables.VARIANT_STORE_PRICE;

import io.merkato.money.Money;
import io.merkato.tenancy.TenantContext;
import java.util.Currency;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What single stores show otherwise: hidden products, prices and words of their own. */
final class StoreRows {

    private final DemoShop demo;
    private final DemoIds ids;
    private final Map<String, ProductLine> lines;
    private final Rows places = new Rows(PRODUCT_STORE);
    private final Rows contents = new Rows(PRODUCT_STORE_CONTENT);
    private final Rows prices = new Rows(VARIANT_STORE_PRICE);

    private StoreRows(DemoShop demo) {
        this.demo = demo;
        this.ids = demo.ids();
        this.lines = demo.products().stream().collect(Collectors.toMap(ProductLine::handle, Function.identity()));
    }

    static void write(TenantContext tenant, DemoShop demo) {
        var rows = new StoreRows(demo);
        for (Shop.Store store : demo.shop().stores()) {
            if (store.overrides() != null) {
                UUID id = rows.ids.of("store", store.code());
                store.overrides().forEach(each -> rows.override(id, each));
            }
        }
        rows.places.insert(tenant);
        rows.contents.insert(tenant);
        rows.prices.insert(tenant);
    }

    private void override(UUID store, Shop.Store.Override override) {
        UUID product = ids.of("product", override.product());
        places.next()
                .set(PRODUCT_STORE.STORE_ID, store)
                .set(PRODUCT_STORE.PRODUCT_ID, product)
                .set(PRODUCT_STORE.VISIBLE, !Boolean.TRUE.equals(override.hidden()));
        Map<Locale, String> names = orEmpty(override.name());
        Map<Locale, String> texts = orEmpty(override.text());
        var locales = new HashSet<>(names.keySet());
        locales.addAll(texts.keySet());
        for (Locale locale : locales) {
            String text = texts.get(locale);
            contents.next()
                    .set(PRODUCT_STORE_CONTENT.STORE_ID, store)
                    .set(PRODUCT_STORE_CONTENT.PRODUCT_ID, product)
                    .set(PRODUCT_STORE_CONTENT.LOCALE, locale.toLanguageTag())
                    .set(PRODUCT_STORE_CONTENT.NAME, names.get(locale))
                    .set(PRODUCT_STORE_CONTENT.DESCRIPTION, text == null ? null : "<p>" + text + "</p>");
        }
        Currency currency = override.currency() == null ? demo.shop().currency() : override.currency();
        ProductLine line = lines.get(override.product());
        if (line == null) {
            throw new IllegalArgumentException("no product " + override.product());
        }
        orEmpty(override.prices())
                .forEach((option, price) -> line.variants().stream()
                        .filter(variant -> option.isEmpty()
                                || variant.choices().getFirst().option().equals(option))
                        .forEach(variant -> prices.next()
                                .set(VARIANT_STORE_PRICE.STORE_ID, store)
                                .set(VARIANT_STORE_PRICE.PRODUCT_ID, product)
                                .set(VARIANT_STORE_PRICE.VARIANT_ID, ids.of("variant", variant.key()))
                                .set(VARIANT_STORE_PRICE.CURRENCY, currency.getCurrencyCode())
                                .set(
                                        VARIANT_STORE_PRICE.AMOUNT,
                                        Money.of(price, currency).withoutCurrency())));
    }

    private static <K, V> Map<K, V> orEmpty(@Nullable Map<K, V> map) {
        return map == null ? Map.of() : map;
    }
}
