package io.merkato.pricing;

import static io.merkato.pricing.PricedShop.ETB;
import static io.merkato.pricing.PricedShop.one;
import static io.merkato.pricing.PricesTest.CUP_FOR_90;
import static io.merkato.pricing.PricesTest.CUP_ON_SALE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What a variant costs where something may change its own price, and where nothing does. */
@MerkatoTest
class OtherPricesTest {

    private final Prices prices;
    private final Merchants merchants;
    private final Client client;
    private final Statements statements;

    OtherPricesTest(Prices prices, Merchants merchants, Client client, Statements statements) {
        this.prices = prices;
        this.merchants = merchants;
        this.client = client;
        this.statements = statements;
    }

    @Test
    void what_may_change_prices_is_asked_of_only_where_there_is_any_of_it_now_or_to_come() {
        var none = new PricedShop(merchants);
        assertThat(asksWhatChangesPrices(none)).isFalse();

        var over = new PricedShop(merchants);
        over.list("over", ", startsAt: \"2020-01-01T00:00:00Z\", endsAt: \"2021-01-01T00:00:00Z\"", CUP_FOR_90);
        over.sale("startsAt: \"2020-01-01T00:00:00Z\", endsAt: \"2021-01-01T00:00:00Z\"", CUP_ON_SALE);
        assertThat(asksWhatChangesPrices(over)).isFalse();

        var listed = new PricedShop(merchants);
        String list = listed.list("to-come", ", startsAt: \"2100-01-01T00:00:00Z\"", CUP_FOR_90)
                .text();
        assertThat(asksWhatChangesPrices(listed)).isTrue();
        listed.does("priceListUpdate(id: \"%s\", input: {active: false}) { priceList { id } %s }"
                .formatted(list, PricedShop.ERRORS));
        assertThat(asksWhatChangesPrices(listed)).isFalse();

        var selling = new PricedShop(merchants);
        String sale = selling.sale("startsAt: \"2100-01-01T00:00:00Z\", endsAt: \"2100-01-02T00:00:00Z\"", CUP_ON_SALE)
                .text();
        assertThat(asksWhatChangesPrices(selling)).isTrue();
        selling.does("flashSaleCancel(id: \"%s\") { flashSale { id } %s }".formatted(sale, PricedShop.ERRORS));
        assertThat(asksWhatChangesPrices(selling)).isFalse();
    }

    /** A source that another price may come from has to be one that variants are asked about. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "MANUAL")
    void what_a_variant_is_said_to_cost_is_what_is_decided(PriceSource source) {
        var shop = new PricedShop(merchants);
        switch (source) {
            case BASE -> {}
            case STORE -> shop.does("""
                        productStoreOverrideSet(productId: "%s", storeId: "%s", ifVersion: 2, input: {prices: [{variantId: "%s", price: {amount: "90", currency: "ETB"}}]}) { product { id } %s }
                        """.formatted(shop.productId, shop.storeId, shop.cup, PricedShop.ERRORS));
            case PRICE_LIST -> shop.list("all", "", CUP_FOR_90);
            case FLASH_SALE ->
                shop.sale("startsAt: \"2020-01-01T00:00:00Z\", endsAt: \"2100-01-01T00:00:00Z\"", CUP_ON_SALE);
            case MANUAL -> throw new IllegalArgumentException(source.toString());
        }
        PriceDecision decided =
                requireNonNull(prices.decide(shop.tenant, shop.question(ETB, Instant.now()), one(shop.cupId()))
                        .get(shop.cupId()));

        assertThat(decided.source()).isEqualTo(source);
        assertThat(client.in(shop.slug)
                        .data("{ productVariantBySku(sku: \"CUP\") { price { amount } priceDecision { source } } }")
                        .toString())
                .isEqualTo(
                        "{\"productVariantBySku\":{\"price\":{\"amount\":\"%d.00\"},\"priceDecision\":{\"source\":\"%s\"}}}"
                                .formatted(decided.unit().minorUnits() / 100, source));
    }

    private boolean asksWhatChangesPrices(PricedShop shop) {
        List<String> asked = statements.of(() -> assertThat(client.in(shop.slug)
                        .data("""
                        { productBySlug(slug: "cup") { variants(first: 1) { nodes { price { amount } compareAtPrice { amount }
                            priceTiers { minQuantity price { amount } } priceDecision { amount { amount } source } } } } }
                        """)
                        .at("/productBySlug/variants/nodes")
                        .toString())
                .isEqualTo("""
                [{"price":{"amount":"100.00"},"compareAtPrice":null,"priceTiers":[{"minQuantity":"1","price":{"amount":"100.00"}}],\
                "priceDecision":{"amount":{"amount":"100.00"},"source":"BASE"}}]"""));
        return asked.stream().anyMatch(sql -> sql.contains("\"flash_sale_item\""));
    }
}
