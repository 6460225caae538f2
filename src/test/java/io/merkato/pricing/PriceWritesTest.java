package io.merkato.pricing;

import static io.merkato.pricing.PricedShop.ETB;
import static io.merkato.pricing.PricedShop.NOW;
import static io.merkato.pricing.PricedShop.one;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.TestDatabase;
import io.merkato.catalog.ProductVariant;
import io.merkato.money.Money;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Price lists and flash sales take what makes sense, name what does not, and are then as they were. */
@MerkatoTest
class PriceWritesTest {

    private final Prices prices;
    private final Statements statements;
    private final PricedShop shop;
    private final String list;

    PriceWritesTest(Prices prices, Merchants merchants, Statements statements) {
        this.prices = prices;
        this.statements = statements;
        this.shop = new PricedShop(merchants);
        this.list =
                shop.list("list", "", "{variantId: \"$CUP\", price: \"90\"}").text();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            OUT_OF_RANGE input.entries.0.price          | {variantId: "$CUP", price: "-0.01"}
            INVALID input.entries.0.price               | {variantId: "$CUP", price: "1.001"}
            INVALID input.entries.0.price               | {variantId: "$CUP", price: "92233720368547758.08"}
            OUT_OF_RANGE input.entries.0.price          | {variantId: "$CUP", price: "9000000000000000.01"}
            OUT_OF_RANGE input.entries.0.compareAtPrice | {variantId: "$CUP", price: "5", compareAtPrice: "4.99"}
            OUT_OF_RANGE input.entries.0.minQuantity    | {variantId: "$CUP", price: "5", minQuantity: 0}
            OUT_OF_RANGE input.entries.0.minQuantity    | {variantId: "$CUP", price: "5", minQuantity: -1}
            OUT_OF_RANGE input.entries.1.minQuantity    | {variantId: "$CUP", price: "5"}, {variantId: "$CUP", price: "5", minQuantity: 2147483647}
            TAKEN input.entries.1                       | {variantId: "$CUP", price: "5", minQuantity: 2}, {variantId: "$CUP", price: "6", minQuantity: 2}
            NOT_FOUND input.entries.1.variantId         | {variantId: "$CUP", price: "5"}, {variantId: "variant_00000000000000000000000001", price: "5"}
            """)
    void a_price_that_makes_no_sense_is_named_and_nothing_is_set(String refusal, String entries) {
        assertThat(shop.refusals(setting(2, entries))).containsExactly(refusal);

        assertThat(prices.decide(shop.tenant, shop.question(ETB, NOW), one(shop.cupId())))
                .extractingByKey(shop.cupId())
                .extracting(PriceDecision::unit)
                .isEqualTo(new Money(90_00, ETB));
        assertThat(version()).isEqualTo(2);
    }

    @Test
    void a_variant_that_is_deleted_is_like_one_that_never_was() throws SQLException {
        String gone = shop.variants(1).getFirst().text();
        try (Connection superuser = TestDatabase.superuser()) {
            superuser
                    .createStatement()
                    .execute("update catalog.variant set deleted_at = now() where sku = 'PLATE-0' and tenant_id = '"
                            + shop.tenant.id().value() + "'");
        }

        for (String id : List.of(gone, "variant_00000000000000000000000001")) {
            assertThat(shop.refusals(setting(
                            2, "{variantId: \"$CUP\", price: \"5\"}, {variantId: \"%s\", price: \"5\"}".formatted(id))))
                    .containsExactly("NOT_FOUND input.entries.1.variantId");
            assertThat(shop.refusals(
                            "flashSaleCreate(input: {name: \"x\", startsAt: \"2026-01-01T00:00:00Z\", endsAt: \"2026-01-02T00:00:00Z\", items: [{variantId: \"%s\", price: {amount: \"1\", currency: \"ETB\"}, quantity: 1}]}) { flashSale { id } %s }"
                                    .formatted(id, PricedShop.ERRORS)))
                    .containsExactly("NOT_FOUND input.items.0.variantId");
        }
    }

    @Test
    void what_a_sale_and_a_list_hold_of_a_variant_that_was_deleted_since_is_sent_back_with_the_rest()
            throws SQLException {
        String gone = shop.variants(1).getFirst().text();
        shop.entries(list, "{variantId: \"%s\", price: \"80\"}".formatted(gone), 2);
        String items =
                "items: [{variantId: \"%s\", price: {amount: \"1\", currency: \"ETB\"}, quantity: 1}]".formatted(gone);
        String sale = shop.does(
                        "flashSaleCreate(input: {name: \"x\", startsAt: \"2026-01-01T00:00:00Z\", endsAt: \"2026-01-02T00:00:00Z\", "
                                + items + "}) { flashSale { id } " + PricedShop.ERRORS + " }")
                .at("/flashSale/id")
                .asString();
        try (Connection superuser = TestDatabase.superuser()) {
            superuser
                    .createStatement()
                    .execute("update catalog.variant set deleted_at = now() where sku = 'PLATE-0' and tenant_id = '"
                            + shop.tenant.id().value() + "'");
        }

        assertThat(shop.refusals(setting(
                        3, "{variantId: \"$CUP\", price: \"5\"}, {variantId: \"%s\", price: \"70\"}".formatted(gone))))
                .isEmpty();
        assertThat(shop.refusals("flashSaleUpdate(id: \"" + sale + "\", input: {name: \"y\", " + items
                        + "}, ifVersion: 1) { flashSale { id } " + PricedShop.ERRORS + " }"))
                .isEmpty();
    }

    @Test
    void every_price_that_is_wrong_is_named() {
        assertThat(
                        shop.refusals(
                                setting(
                                        2,
                                        "{variantId: \"$CUP\", price: \"-1\"}, {variantId: \"$CUP\", price: \"1\"}, {variantId: \"$CUP\", price: \"0.001\"}")))
                .containsExactly("OUT_OF_RANGE input.entries.0.price", "INVALID input.entries.2.price");
    }

    @Test
    void nothing_costs_nothing() {
        shop.entries(list, "{variantId: \"$CUP\", price: \"0\"}", 2);

        assertThat(prices.decide(shop.tenant, shop.question(ETB, NOW), one(shop.cupId())))
                .extractingByKey(shop.cupId())
                .extracting(PriceDecision::unit)
                .isEqualTo(new Money(0, ETB));
    }

    @Test
    void two_hundred_and_fifty_are_set_in_as_many_statements_as_one_and_one_more_is_refused() {
        var one = statements.of(() -> assertThat(refusalsOf(2, tiers(1))).isEmpty());
        var many = statements.of(() -> assertThat(refusalsOf(3, tiers(250))).isEmpty());
        assertThat(many).hasSameSizeAs(one);
        assertThat(refusalsOf(4, tiers(251))).containsExactly("TOO_LONG");

        assertThat(shop.owner
                        .data("{ priceList(id: \"%s\") { entries(first: 1) { totalCount } } }".formatted(list))
                        .at("/priceList/entries/totalCount")
                        .asInt())
                .isEqualTo(250);
    }

    @Test
    void a_variant_has_at_most_two_hundred_and_fifty_prices_in_a_list() {
        assertThat(refusalsOf(2, tiers(250))).isEmpty();

        assertThat(shop.refusals(setting(3, "{variantId: \"$CUP\", price: \"5\", minQuantity: 300}")))
                .containsExactly("NOT_ALLOWED input.entries");
        assertThat(shop.refusals(setting(3, "{variantId: \"$CUP\", price: \"5\", minQuantity: 250}")))
                .isEmpty();
    }

    private List<String> refusalsOf(int version, List<Map<String, Object>> entries) {
        return shop.owner
                .data("""
                        mutation ($list: ID!, $version: Int!, $entries: [PriceListEntryInput!]) {
                          priceListEntriesSet(id: $list, ifVersion: $version, input: {entries: $entries}) { userErrors { code } }
                        }
                        """, Map.of("list", list, "version", version, "entries", entries))
                .at("/priceListEntriesSet/userErrors")
                .valueStream()
                .map(error -> error.get("code").asString())
                .toList();
    }

    private List<Map<String, Object>> tiers(int many) {
        return IntStream.rangeClosed(1, many)
                .mapToObj(quantity ->
                        Map.<String, Object>of("variantId", shop.cup, "price", "50", "minQuantity", quantity))
                .toList();
    }

    @Test
    void removed_prices_are_gone_and_setting_what_stands_already_changes_nothing() {
        shop.entries(list, "{variantId: \"$CUP\", price: \"90\"}", 2);
        assertThat(version()).isEqualTo(2);
        shop.does(
                "priceListEntriesSet(id: \"%s\", ifVersion: 2, input: {remove: [{variantId: \"%s\"}, {variantId: \"%s\", minQuantity: 7}]}) { priceList { id } %s }"
                        .formatted(list, shop.cup, shop.cup, PricedShop.ERRORS));

        assertThat(version()).isEqualTo(3);
        assertThat(prices.decide(shop.tenant, shop.question(ETB, NOW), one(shop.cupId())))
                .extractingByKey(shop.cupId())
                .extracting(PriceDecision::source)
                .isEqualTo(PriceSource.BASE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            TAKEN input.code            | code: "list", name: "x", currency: "ETB"
            INVALID input.code          | code: "A b", name: "x", currency: "ETB"
            INVALID input.name          | code: "b", name: " ", currency: "ETB"
            INVALID input.currency      | code: "b", name: "x", currency: "XTS"
            OUT_OF_RANGE input.priority | code: "b", name: "x", currency: "ETB", priority: -1
            OUT_OF_RANGE input.priority | code: "b", name: "x", currency: "ETB", priority: 2147483647
            REQUIRED input.channels     | code: "b", name: "x", currency: "ETB", channels: []
            OUT_OF_RANGE input.endsAt   | code: "b", name: "x", currency: "ETB", startsAt: "2026-01-01T00:00:00Z", endsAt: "2026-01-01T00:00:00Z"
            NOT_FOUND input.storeIds    | code: "b", name: "x", currency: "ETB", storeIds: ["store_00000000000000000000000001"]
            """)
    void a_list_that_makes_no_sense_is_not_made(String refusal, String input) {
        assertThat(shop.refusals(
                        "priceListCreate(input: {%s}) { priceList { id } %s }".formatted(input, PricedShop.ERRORS)))
                .containsExactly(refusal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            OUT_OF_RANGE input.items.0.quantity  | quantity: 0
            OUT_OF_RANGE input.items.0.quantity  | quantity: -1
            OUT_OF_RANGE input.items.0.quantity  | quantity: 2147483647
            OUT_OF_RANGE input.items.0.compareAtPrice | quantity: 1, compareAtPrice: "0.99"
            """)
    void a_flash_sale_sells_a_quantity_that_makes_sense(String refusal, String item) {
        assertThat(shop.refusals(
                        "flashSaleCreate(input: {name: \"x\", startsAt: \"2026-01-01T00:00:00Z\", endsAt: \"2026-01-02T00:00:00Z\", items: [{variantId: \"%s\", price: {amount: \"1\", currency: \"ETB\"}, %s}]}) { flashSale { id } %s }"
                                .formatted(shop.cup, item, PricedShop.ERRORS)))
                .containsExactly(refusal);
        assertThat(shop.owner.data("{ flashSales(first: 1) { nodes { id } } }").at("/flashSales/nodes"))
                .isEmpty();
    }

    @Test
    void an_update_changes_what_it_names() {
        shop.does(
                "priceListUpdate(id: \"%s\", input: {name: \"Members\", endsAt: \"2026-12-31T00:00:00Z\", storeIds: [\"%s\"]}) { priceList { id } %s }"
                        .formatted(list, shop.storeId, PricedShop.ERRORS));
        shop.does(
                "priceListUpdate(id: \"%s\", ifVersion: 3, input: {endsAt: null, channels: [POS]}) { priceList { id } %s }"
                        .formatted(list, PricedShop.ERRORS));

        assertThat(shop.owner.data("""
                        { priceList(id: "%s") { code name currency priority active startsAt endsAt everyStore stores { code } channels version } }
                        """.formatted(list)).get("priceList").toString())
                .isEqualTo("""
                {"code":"list","name":"Members","currency":"ETB","priority":0,"active":true,"startsAt":null,"endsAt":null,"everyStore":false,"stores":[{"code":"%s"}],"channels":["POS"],"version":4}""".formatted(
                        shop.owner.data("{ store { code } }").at("/store/code").asString()));
    }

    @Test
    void a_start_that_is_put_behind_the_end_is_what_is_refused() {
        String sale = shop.sale(
                        "startsAt: \"2026-05-01T00:00:00Z\", endsAt: \"2026-06-01T00:00:00Z\"",
                        "{variantId: \"$CUP\", price: {amount: \"60\", currency: \"ETB\"}, quantity: 1}")
                .text();
        String ofSale = "flashSaleUpdate(id: \"" + sale + "\", ifVersion: 1, input: {%s}) { %s }";
        String ofList = "priceListUpdate(id: \"" + list + "\", input: {%s}) { %s }";
        shop.does(ofList.formatted("endsAt: \"2026-06-01T00:00:00Z\"", PricedShop.ERRORS));

        for (String update : List.of(ofSale, ofList)) {
            assertThat(shop.refusals(update.formatted("startsAt: \"2026-06-01T00:00:00Z\"", PricedShop.ERRORS)))
                    .containsExactly("OUT_OF_RANGE input.startsAt");
            assertThat(shop.refusals(update.formatted(
                            "startsAt: \"2026-06-01T00:00:00Z\", endsAt: \"2026-06-01T00:00:00Z\"", PricedShop.ERRORS)))
                    .containsExactly("OUT_OF_RANGE input.endsAt");
        }
    }

    @Test
    void a_change_of_a_flash_sale_reads_no_items_but_of_the_variants_that_it_names() {
        List<ProductVariant.Id> variants = shop.variants(2);
        List<String> items = variants.stream()
                .map(variant -> "{variantId: \"" + variant.text()
                        + "\", price: {amount: \"30\", currency: \"ETB\"}, quantity: 1}")
                .toList();
        String sale = shop.sale(
                        "startsAt: \"2026-05-01T00:00:00Z\", endsAt: \"2026-06-01T00:00:00Z\"", String.join(" ", items))
                .text();
        String update = "flashSaleUpdate(id: \"" + sale + "\", ifVersion: %d, input: {%s}) { %s }";

        assertThat(statements.of(() -> shop.does(update.formatted(1, "name: \"May\"", PricedShop.ERRORS))))
                .noneMatch(sql -> sql.contains("flash_sale_item"));
        assertThat(statements.of(() -> shop.does(update.formatted(
                        2, "items: [" + items.getFirst().replace("\"30\"", "\"40\"") + "]", PricedShop.ERRORS))))
                .filteredOn(sql -> sql.startsWith("select") && sql.contains("flash_sale_item"))
                .isNotEmpty()
                .allMatch(sql -> sql.contains("\"flash_sale_item\".\"variant_id\" = any"));
        assertThat(shop.owner
                        .data("{ auditLog(first: 1) { nodes { action before after } } }")
                        .at("/auditLog/nodes/0"))
                .hasToString(
                        "{\"action\":\"flashSaleUpdate\",\"before\":{\"items\":{\"$1 in ETB\":{\"price\":{\"minorUnits\":3000}}}},\"after\":{\"items\":{\"$1 in ETB\":{\"price\":{\"minorUnits\":4000}}}}}"
                                .replace("$1", variants.getFirst().text()));
    }

    private String setting(int version, String entries) {
        return "priceListEntriesSet(id: \"%s\", ifVersion: %d, input: {entries: [%s]}) { priceList { id } %s }"
                .formatted(list, version, entries.replace("$CUP", shop.cup), PricedShop.ERRORS);
    }

    private int version() {
        return shop.owner
                .data("{ priceList(id: \"%s\") { version } }".formatted(list))
                .at("/priceList/version")
                .asInt();
    }
}
