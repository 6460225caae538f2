package io.merkato.pricing;

import static io.merkato.pricing.PricedShop.ETB;
import static io.merkato.pricing.PricedShop.NOW;
import static io.merkato.pricing.PricedShop.XOF;
import static io.merkato.pricing.PricedShop.one;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.TestDatabase;
import io.merkato.api.Uuid7;
import io.merkato.catalog.ProductVariant;
import io.merkato.customer.CustomerGroup;
import io.merkato.money.Money;
import io.merkato.store.SalesChannel;
import io.merkato.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose prices hold where and when, on the database. */
@MerkatoTest
class PricesTest {

    static final String CUP_FOR_90 = "{variantId: \"$CUP\", price: \"90\"}";

    static final String CUP_ON_SALE = "{variantId: \"$CUP\", price: {amount: \"60\", currency: \"ETB\"}, quantity: 3}";

    private final Prices prices;
    private final Merchants merchants;
    private final Client client;
    private final Statements statements;

    PricesTest(Prices prices, Merchants merchants, Client client, Statements statements) {
        this.prices = prices;
        this.merchants = merchants;
        this.client = client;
        this.statements = statements;
    }

    @Test
    void a_variant_costs_its_own_price_and_nothing_in_a_currency_it_has_none_in() {
        var shop = new PricedShop(merchants);

        assertThat(decide(shop, shop.question(ETB, NOW)))
                .isEqualTo(PriceDecision.of(PriceSource.BASE, new Money(100_00, ETB), null));
        assertThat(decide(shop, shop.question(XOF, NOW)))
                .isEqualTo(PriceDecision.of(PriceSource.BASE, new Money(2_500, XOF), null));
        assertThat(prices.decide(
                        shop.tenant, shop.question(java.util.Currency.getInstance("KWD"), NOW), one(shop.cupId())))
                .isEmpty();
    }

    @Test
    void a_store_has_prices_of_its_own() {
        var shop = new PricedShop(merchants);
        shop.does("""
                productStoreOverrideSet(productId: "%s", storeId: "%s", ifVersion: 2, input: {prices: [{variantId: "%s", price: {amount: "95", currency: "ETB"}, compareAtPrice: "120"}]}) { product { id } %s }
                """.formatted(shop.productId, shop.storeId, shop.cup, PricedShop.ERRORS));

        assertThat(decide(shop, shop.question(ETB, NOW)))
                .isEqualTo(PriceDecision.of(PriceSource.STORE, new Money(95_00, ETB), new Money(120_00, ETB)));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-06-15T11:59:59.999999Z, BASE",
        "2026-06-15T12:00:00Z, PRICE_LIST",
        "2026-06-16T11:59:59.999999Z, PRICE_LIST",
        "2026-06-16T12:00:00Z, BASE"
    })
    void a_list_holds_from_its_start_until_before_its_end(Instant at, PriceSource source) {
        var shop = new PricedShop(merchants);
        shop.list("day", ", startsAt: \"2026-06-15T12:00:00Z\", endsAt: \"2026-06-16T12:00:00Z\"", CUP_FOR_90);

        assertThat(sourceOf(shop, shop.question(ETB, at))).isEqualTo(source);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-06-15T11:59:59.999999Z, BASE",
        "2026-06-15T12:00:00Z, FLASH_SALE",
        "2026-06-15T12:59:59.999999Z, FLASH_SALE",
        "2026-06-15T13:00:00Z, BASE"
    })
    void a_flash_sale_holds_from_its_start_until_before_its_end(Instant at, PriceSource source) {
        var shop = new PricedShop(merchants);
        shop.sale("startsAt: \"2026-06-15T12:00:00Z\", endsAt: \"2026-06-15T13:00:00Z\"", CUP_ON_SALE);

        assertThat(sourceOf(shop, shop.question(ETB, at))).isEqualTo(source);
    }

    @Test
    void a_list_of_another_store_channel_group_or_currency_does_not_apply() {
        var shop = new PricedShop(merchants);
        CustomerGroup.Id group = shop.group("cafes");
        shop.does("storeCreate(input: {code: \"second\", name: \"Second\"}) { store { id } " + PricedShop.ERRORS + "}");
        String second = shop.owner
                .data("{ store(code: \"second\") { id } }")
                .at("/store/id")
                .asString();
        shop.list("second", ", storeIds: [\"%s\"]".formatted(second), CUP_FOR_90);
        shop.list("nowhere", ", storeIds: []", CUP_FOR_90);
        shop.list("tills", ", channels: [POS, EXTERNAL]", CUP_FOR_90);
        shop.list("asleep", ", active: false", CUP_FOR_90);
        PriceList.Id wholesale = shop.list("wholesale", of(group), "{variantId: \"$CUP\", price: \"80\"}");
        shop.list("nobody", ", customerGroupIds: []", CUP_FOR_90);

        PriceQuestion web = shop.question(ETB, NOW);
        assertThat(sourceOf(shop, web)).isEqualTo(PriceSource.BASE);
        assertThat(sourceOf(shop, shop.question(XOF, NOW))).isEqualTo(PriceSource.BASE);
        assertThat(sourceOf(shop, new PriceQuestion(shop.store(), ETB, SalesChannel.POS, Set.of(), NOW)))
                .isEqualTo(PriceSource.PRICE_LIST);
        assertThat(sourceOf(
                        shop,
                        new PriceQuestion(
                                PricedShop.id(second, Store.Id::new), ETB, SalesChannel.ONLINE, Set.of(), NOW)))
                .isEqualTo(PriceSource.PRICE_LIST);
        assertThat(sourceOf(
                        shop,
                        new PriceQuestion(
                                shop.store(),
                                ETB,
                                SalesChannel.ONLINE,
                                Set.of(new CustomerGroup.Id(Uuid7.next())),
                                NOW)))
                .isEqualTo(PriceSource.BASE);
        PriceDecision ofGroup = decide(
                shop,
                new PriceQuestion(
                        shop.store(),
                        ETB,
                        SalesChannel.ONLINE,
                        Set.of(group, new CustomerGroup.Id(Uuid7.next())),
                        NOW));
        assertThat(ofGroup)
                .isEqualTo(new PriceDecision(
                        new Money(80_00, ETB),
                        new Money(100_00, ETB),
                        null,
                        PriceSource.PRICE_LIST,
                        wholesale,
                        null,
                        null,
                        null,
                        null));
    }

    @Test
    void a_list_whose_last_store_or_group_is_gone_reaches_nobody() throws SQLException {
        var shop = new PricedShop(merchants);
        shop.does("storeCreate(input: {code: \"second\", name: \"Second\"}) { store { id } " + PricedShop.ERRORS + "}");
        String second = shop.owner
                .data("{ store(code: \"second\") { id } }")
                .at("/store/id")
                .asString();
        shop.list("second", ", storeIds: [\"%s\"]".formatted(second), CUP_FOR_90);
        CustomerGroup.Id group = shop.group("cafes");
        shop.list("grouped", of(group), CUP_FOR_90);
        superuser("delete from store.store where id = '%s'"
                .formatted(PricedShop.id(second, Store.Id::new).value()));
        superuser("delete from customer.customer_group where id = '%s'".formatted(group.value()));

        assertThat(sourceOf(shop, shop.question(ETB, NOW))).isEqualTo(PriceSource.BASE);
        assertThat(sourceOf(shop, new PriceQuestion(shop.store(), ETB, SalesChannel.ONLINE, Set.of(group), NOW)))
                .isEqualTo(PriceSource.BASE);
    }

    @Test
    void a_till_reads_its_own_prices_and_shoppers_do_not() {
        var shop = new PricedShop(merchants);
        shop.list("tills", ", channels: [POS]", CUP_FOR_90);
        shop.does("productPublish(id: \"%s\") { product { id } %s }".formatted(shop.productId, PricedShop.ERRORS));
        Client visitor = client.in(shop.slug);
        Client till =
                visitor.as(shop.does("apiKeyCreate(input: {name: \"Till\", permissions: [POS_SELL], stores: {only: [\""
                                + shop.storeId + "\"]}}) { secret " + PricedShop.ERRORS + " }")
                        .get("secret")
                        .asString());
        String price = " { storeView { channel } productVariantBySku(sku: \"CUP\") { price { amount } } }";

        assertThat(till.data("query @inContext(channel: POS)" + price).toString())
                .isEqualTo(
                        "{\"storeView\":{\"channel\":\"POS\"},\"productVariantBySku\":{\"price\":{\"amount\":\"90.00\"}}}");
        assertThat(till.data("query" + price)
                        .at("/productVariantBySku/price/amount")
                        .asString())
                .isEqualTo("100.00");
        assertThat(till.run("query @inContext(channel: EXTERNAL)" + price)
                        .at("/errors/0/extensions/permission")
                        .asString())
                .isEqualTo("PRICING_READ");
        assertThat(visitor.run("query @inContext(channel: POS)" + price)
                        .at("/errors/0/extensions/code")
                        .asString())
                .isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void a_till_s_own_prices_are_kept_from_shoppers_where_nothing_changes_them_too() {
        var shop = new PricedShop(merchants);
        String price = " { productVariantBySku(sku: \"CUP\") { price { amount } } }";

        assertThat(client.in(shop.slug)
                        .run("query @inContext(channel: POS)" + price)
                        .at("/errors/0/extensions/code")
                        .asString())
                .isEqualTo("UNAUTHENTICATED");
        assertThat(shop.owner.data("query @inContext(channel: POS)" + price).toString())
                .isEqualTo("{\"productVariantBySku\":{\"price\":{\"amount\":\"100.00\"}}}");
    }

    @Test
    void groups_weigh_more_than_channels_and_channels_more_than_stores() {
        var shop = new PricedShop(merchants);
        CustomerGroup.Id group = shop.group("cafes");
        var question = new PriceQuestion(shop.store(), ETB, SalesChannel.ONLINE, Set.of(group), NOW);
        shop.list("all", "", "{variantId: \"$CUP\", price: \"50\"}");
        PriceList.Id store = shop.list("store", ", storeIds: [\"%s\"]".formatted(shop.storeId), CUP_FOR_90);
        assertThat(decide(shop, question).priceList()).isEqualTo(store);
        PriceList.Id web = shop.list("web", ", channels: [ONLINE]", CUP_FOR_90);
        assertThat(decide(shop, question).priceList()).isEqualTo(web);
        PriceList.Id grouped = shop.list("grouped", of(group), CUP_FOR_90);
        assertThat(decide(shop, question).priceList()).isEqualTo(grouped);
        PriceList.Id first = shop.list("first", ", priority: 1", CUP_FOR_90);
        assertThat(decide(shop, question).priceList()).isEqualTo(first);
    }

    @Test
    void prices_of_another_tenant_do_not_apply_and_are_not_found() {
        var mine = new PricedShop(merchants);
        var theirs = new PricedShop(merchants);
        theirs.list("theirs", "", CUP_FOR_90);
        theirs.sale(
                "startsAt: \"2026-06-15T12:00:00Z\", endsAt: \"2026-06-15T13:00:00Z\"",
                "{variantId: \"$CUP\", price: {amount: \"60\", currency: \"ETB\"}, quantity: 3}");

        assertThat(sourceOf(mine, mine.question(ETB, NOW))).isEqualTo(PriceSource.BASE);
        assertThat(prices.decide(mine.tenant, mine.question(ETB, NOW), one(theirs.cupId())))
                .isEmpty();
        assertThat(mine.owner
                        .data("{ priceLists(first: 5) { nodes { id } } flashSales(first: 5) { nodes { id } } }")
                        .toString())
                .isEqualTo("{\"priceLists\":{\"nodes\":[]},\"flashSales\":{\"nodes\":[]}}");
    }

    @Test
    void however_many_variants_are_decided_it_is_one_statement() {
        var shop = new PricedShop(merchants);
        List<ProductVariant.Id> variants = shop.variants(12);
        shop.list(
                "tiers",
                "",
                "{variantId: \"%1$s\", price: \"90\"}, {variantId: \"%1$s\", minQuantity: 10, price: \"70\"}, {variantId: \"%2$s\", price: \"80\"}"
                        .formatted(variants.get(0).text(), variants.get(1).text()));
        PriceQuestion question = shop.question(ETB, NOW);
        var quantities = new HashMap<ProductVariant.Id, Long>();
        variants.forEach(variant -> quantities.put(variant, 10L));

        assertThat(statements.of(() -> prices.decide(shop.tenant, question, one(variants.getFirst()))))
                .hasSize(1)
                .isEqualTo(statements.of(() -> assertThat(prices.decide(shop.tenant, question, quantities))
                        .hasSize(12)
                        .extractingFromEntries(each -> each.getValue().unit())
                        .containsOnlyOnce(new Money(70_00, ETB), new Money(80_00, ETB))
                        .contains(new Money(50_00, ETB))));
    }

    /** What the lists further down say is not even read where one above speaks from one on; where it is silent they are heard. */
    @Test
    void a_list_is_heard_below_the_first_quantity_of_those_before_it() {
        var shop = new PricedShop(merchants);
        shop.list("high", ", priority: 2", "{variantId: \"$CUP\", minQuantity: 10, price: \"95\"}");
        shop.list(
                "middle",
                ", priority: 1",
                "{variantId: \"$CUP\", minQuantity: 1, price: \"99\"}, {variantId: \"$CUP\", minQuantity: 5, price: \"97\"}");
        shop.list("same", ", priority: 1", "{variantId: \"$CUP\", minQuantity: 5, price: \"96\"}");
        shop.list(
                "low", "", "{variantId: \"$CUP\", price: \"1\"}, {variantId: \"$CUP\", minQuantity: 20, price: \"2\"}");

        assertThat(Stream.of(1L, 4L, 5L, 9L, 10L, 20L)
                        .map(quantity -> requireNonNull(prices.decide(
                                                shop.tenant, shop.question(ETB, NOW), Map.of(shop.cupId(), quantity))
                                        .get(shop.cupId()))
                                .unit()
                                .minorUnits()))
                .containsExactly(99_00L, 99_00L, 96_00L, 96_00L, 95_00L, 95_00L);
    }

    @Test
    void shoppers_see_the_decided_price_its_reason_and_its_tiers() {
        var shop = new PricedShop(merchants);
        shop.list(
                "tiers",
                "",
                CUP_FOR_90 + ", {variantId: \"$CUP\", minQuantity: 10, price: \"70\", compareAtPrice: \"99.50\"}");
        String seen = """
                { productVariantBySku(sku: "CUP") { price { amount currency } compareAtPrice { amount } product { priceRange { min { amount } max { amount } } }
                    priceTiers { minQuantity price { amount } }
                    one: priceDecision { amount { amount } listPrice { amount } source validUntil remaining } ten: priceDecision(quantity: 10) { amount { amount } compareAt { amount } source } } }
                """;

        assertThat(client.in(shop.slug).data(seen).get("productVariantBySku").toString())
                .isEqualTo("""
                {"price":{"amount":"90.00","currency":"ETB"},"compareAtPrice":null,"product":{"priceRange":{"min":{"amount":"90.00"},"max":{"amount":"90.00"}}},\
                "priceTiers":[{"minQuantity":"1","price":{"amount":"90.00"}},{"minQuantity":"10","price":{"amount":"70.00"}}],\
                "one":{"amount":{"amount":"90.00"},"listPrice":{"amount":"100.00"},"source":"PRICE_LIST","validUntil":null,"remaining":null},\
                "ten":{"amount":{"amount":"70.00"},"compareAt":{"amount":"99.50"},"source":"PRICE_LIST"}}""");

        assertThat(client.in(shop.slug)
                        .run("{ productVariantBySku(sku: \"CUP\") { priceDecision { priceList { code } } } }")
                        .at("/errors/0/extensions/code")
                        .asString())
                .isEqualTo("UNAUTHENTICATED");
        for (String quantity : new String[] {"0", "-1"}) {
            assertThat(client.in(shop.slug)
                            .run("{ productVariantBySku(sku: \"CUP\") { priceDecision(quantity: %s) { source } } }"
                                    .formatted(quantity))
                            .at("/errors/0/extensions/code")
                            .asString())
                    .isEqualTo("BAD_USER_INPUT");
        }
    }

    private static String of(CustomerGroup.Id group) {
        return ", customerGroupIds: [\"%s\"]".formatted(group.text());
    }

    private PriceSource sourceOf(PricedShop shop, PriceQuestion question) {
        return decide(shop, question).source();
    }

    private PriceDecision decide(PricedShop shop, PriceQuestion question) {
        return requireNonNull(
                prices.decide(shop.tenant, question, one(shop.cupId())).get(shop.cupId()));
    }

    private static void superuser(String sql) throws SQLException {
        try (Connection superuser = TestDatabase.superuser()) {
            superuser.createStatement().execute(sql);
        }
    }
}
