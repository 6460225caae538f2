package io.merkato.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.ordering.OrderShop;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Answers are remembered though they tell what can be bought, and how many; that is never told from memory. */
@MerkatoTest
class RememberedAvailabilityTest {

    private static final String PAGE = """
            query Page($slug: String!) { productBySlug(slug: $slug) { name
              variants(first: 5) { nodes { sku price { amount } available } } } }""";

    private final OrderShop shop;
    private final Statements statements;
    private final String cup;

    RememberedAvailabilityTest(Merchants merchants, Client client, Statements statements) {
        this.shop = new OrderShop(merchants, client);
        this.statements = statements;
        this.cup = shop.variant("CUP", "100", 3);
        shop.variant("POT", "250", 1);
        shop.bundle("PAIR", cup, 2);
        shop.does("productPublish(id: \"" + product("PAIR") + "\") { %s }");
    }

    private String product(String sku) {
        return shop.owner
                .data("query ($sku: String!) { productVariantBySku(sku: $sku) { product { id } } }", Map.of("sku", sku))
                .at("/productVariantBySku/product/id")
                .asString();
    }

    /** What is asked but for whether anything has changed, where catalogues are remembered. */
    private List<String> asked(Runnable work) {
        return statements.remembering(work).stream()
                .filter(sql -> !sql.contains("content_version"))
                .toList();
    }

    private void page(boolean available) {
        assertThat(shop.visitor.data(PAGE, Map.of("slug", "cup")).get("productBySlug"))
                .hasToString(
                        "{\"name\":\"CUP\",\"variants\":{\"nodes\":[{\"sku\":\"CUP\",\"price\":{\"amount\":\"100.00\"},\"available\":"
                                + available + "}]}}");
    }

    private void sellCups() {
        shop.basket(cup, 3).order();
    }

    @Test
    void a_page_that_is_asked_for_again_takes_one_statement_and_says_at_once_that_the_last_one_is_sold() {
        statements.remembering(() -> page(true));
        assertThat(asked(() -> page(true))).hasSize(1);
        statements.remembering(this::sellCups);
        assertThat(asked(() -> page(false))).hasSize(1);
        shop.receive(cup, 1);
        assertThat(asked(() -> page(true))).hasSize(1);
    }

    private static final String LEFT = """
            { cups: productVariantBySku(sku: "CUP") { sku price { amount } only: quantityAvailable available }
              pots: productVariantBySku(sku: "POT") { quantityAvailable }
              pairs: productVariantBySku(sku: "PAIR") { quantityAvailable product { variants(first: 5) { nodes { sku quantityAvailable } } } } }""";

    private void left(@Nullable Integer cups, @Nullable Integer pots, @Nullable Integer pairs) {
        assertThat(shop.visitor.data(LEFT))
                .hasToString(
                        "{\"cups\":{\"sku\":\"CUP\",\"price\":{\"amount\":\"100.00\"},\"only\":%1$s,\"available\":%4$s},\"pots\":{\"quantityAvailable\":%2$s},\"pairs\":{\"quantityAvailable\":%3$s,\"product\":{\"variants\":{\"nodes\":[{\"sku\":\"PAIR\",\"quantityAvailable\":%3$s}]}}}}"
                                .formatted(cups, pots, pairs, cups == null || cups > 0));
    }

    @Test
    void how_many_are_left_is_as_it_is_now_with_one_statement_for_all_variants() {
        statements.remembering(() -> left(3, 1, 1));
        assertThat(asked(() -> left(3, 1, 1)))
                .hasSize(2)
                .satisfiesOnlyOnce(sql -> assertThat(sql).contains("\"sellable\""));
        statements.remembering(() -> shop.basket(cup, 1).order());
        assertThat(asked(() -> left(2, 1, 1))).hasSize(2);
        statements.remembering(() -> shop.basket(cup, 1).order());
        assertThat(asked(() -> left(1, 1, 0))).hasSize(2);
        statements.remembering(() -> shop.basket(cup, 1).order());
        assertThat(asked(() -> left(0, 1, 0))).hasSize(2);
        shop.receive(cup, 7);
        assertThat(asked(() -> left(7, 1, 3))).hasSize(2);
        statements.remembering(() -> shop.stockMode("TRACK"));
        assertThat(asked(() -> left(null, null, null))).hasSize(2);
    }

    @Test
    void what_a_bundle_consists_of_is_content() {
        statements.remembering(() -> left(3, 1, 1));
        statements.remembering(() -> shop.does("productBundleItemsSet(productId: \"" + product("PAIR")
                + "\", input: {items: [{variantId: \"" + cup + "\", quantity: 1}]}) { %s }"));
        statements.remembering(() -> left(3, 1, 3));
    }

    @Test
    void what_has_no_price_cannot_be_bought_until_it_has_one_and_its_variant_is_not_looked_at() {
        statements.remembering(() -> pair(false));
        assertThat(asked(() -> pair(false))).hasSize(1);
        JsonNode pair = shop.owner
                .data("{ productVariantBySku(sku: \"PAIR\") { id version } }")
                .get("productVariantBySku");
        statements.remembering(() -> shop.does(
                "productVariantPriceSet(id: \"" + pair.get("id").asString() + "\", ifVersion: " + pair.get("version")
                        + ", input: {prices: [{price: {amount: \"180\", currency: \"ETB\"}}]}) { %s }"));
        statements.remembering(() -> pair(true));
        assertThat(asked(() -> pair(true))).hasSize(2);
    }

    private void pair(boolean available) {
        assertThat(shop.visitor
                        .data(
                                "{ productBySlug(slug: \"pair\") { available variants(first: 1) { nodes { available } } } }")
                        .findValuesAsString("available"))
                .containsExactly(String.valueOf(available), String.valueOf(available));
    }

    @Test
    void what_is_written_meanwhile_shows_at_once() {
        statements.remembering(() -> page(true));
        statements.remembering(() -> shop.does("productUnpublish(id: \"" + product("CUP") + "\") { %s }"));
        statements.remembering(() ->
                assertThat(shop.visitor.data(PAGE, Map.of("slug", "cup"))).hasToString("{\"productBySlug\":null}"));
        statements.remembering(() -> assertThat(shop.owner
                        .data(
                                "{ productBySlug(slug: \"cup\") { available variants(first: 1) { nodes { available } } } }")
                        .findValuesAsString("available"))
                .containsExactly("false", "false"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ products(first: 5) { nodes { name can: available } edges { node { available variants(first: 2) { edges { node { available } } } } } } }",
                "{ a: productBySlug(slug: \"cup\") { ...P } b: productBySlug(slug: \"pair\") { ...P } c: productBySlug(slug: \"none\") { ...P } } fragment P on Product { available ... on Node { id } variants(first: 1) { nodes { ...V product { ...on Product { available } } } } } fragment V on ProductVariant { is: available available sku }",
                "{ new: products(first: 2, sort: {key: NAME, direction: DESC}) { totalCount nodes { slug available } } all: products(first: 5) { nodes { slug available priceRange { min { amount } } } } one: productVariantBySku(sku: \"CUP\") { available product { available } } }",
                "query ($s: Boolean = false) { products(first: 5) { nodes { name available @include(if: $s) ok: available @skip(if: $s) } } }",
                "{ products(first: 5, where: {slug: {eq: \"pair\"}}) { nodes { available bundleItems { quantity variant { sku available } } } } }",
                "{ products(first: 5, where: {available: true}) { nodes { name available } } }",
                "{ products(first: 5) { nodes { name available variants(first: 1) { nodes { available quantityAvailable } } } } }",
                "query ($s: Boolean = true) { products(first: 5) { nodes { slug bundleItems { variant { left: quantityAvailable } } variants(first: 2) { edges { node { ...Q ...on ProductVariant { quantityAvailable @include(if: $s) } } } } } } } fragment Q on ProductVariant { few: quantityAvailable sku }",
                "{ viewer { permissions } products(first: 5) { nodes { name available } } }"
            })
    void an_answer_from_memory_is_byte_for_byte_what_it_is_without(String document) {
        var now = new ArrayList<String>();
        for (Runnable change : List.<Runnable>of(() -> {}, this::sellCups, () -> shop.receive(cup, 2))) {
            statements.remembering(change);
            statements.of(() -> now.add(shop.visitor.run(document).toString()));
            for (int time = 0; time < 2; time++) {
                statements.remembering(
                        () -> assertThat(shop.visitor.run(document)).hasToString(now.getLast()));
            }
        }
        assertThat(now.get(1)).doesNotContain("errors").isNotEqualTo(now.getFirst());
    }

    @Test
    void variables_that_leave_it_out_make_another_answer() {
        String document =
                "query ($s: Boolean!) { products(first: 5) { nodes { sku: slug available @include(if: $s) } } }";
        for (int time = 0; time < 2; time++) {
            statements.remembering(() -> {
                assertThat(shop.visitor.data(document, Map.of("s", true)).toString())
                        .contains("available");
                assertThat(shop.visitor.data(document, Map.of("s", false)).toString())
                        .doesNotContain("available");
            });
        }
        assertThat(asked(() -> shop.visitor.data(document, Map.of("s", true)))).hasSize(1);
        assertThat(asked(() -> shop.visitor.data(document, Map.of("s", false)))).isEmpty();
    }

    @Test
    void guests_and_staff_are_not_answered_from_it() {
        Client guest = shop.basket(cup, 1).guest();
        shop.does(
                "priceListCreate(input: {code: \"to-come\", name: \"To come\", currency: \"ETB\", startsAt: \"2100-01-01T00:00:00Z\"}) { %s }");
        statements.remembering(() -> page(true));
        for (Client who : List.of(guest, shop.owner)) {
            who.data(PAGE, Map.of("slug", "cup"));
            assertThat(asked(() -> who.data(PAGE, Map.of("slug", "cup")))).hasSizeGreaterThan(1);
        }
    }

    @Test
    void an_outage_is_answered_at_once_and_only_where_stock_is_told() {
        String document = """
                { cup: productBySlug(slug: "cup") { name variants(first: 1) { nodes { sku quantityAvailable } } }
                  pot: productBySlug(slug: "pot") { name variants(first: 1) { nodes { available } } } }""";
        statements.remembering(() -> shop.visitor.data(document));
        for (String table : List.of("\"inventory\".\"stock_level\"", "\"catalog\".\"variant\"")) {
            statements.failOnce(table, () -> {
                throw new DataAccessException("Nobody there", new SQLTransientConnectionException());
            });
        }
        var answers = new ArrayList<JsonNode>();
        for (int time = 0; time < 2; time++) {
            assertThat(asked(() -> answers.add(shop.visitor.run(document)))).hasSize(2);
        }

        String error =
                "{\"message\":\"The database does not answer. Try again in a moment.\",\"locations\":[{\"line\":%d,\"column\":%d}],\"path\":[\"%s\",\"variants\",\"nodes\",0,\"%s\"],\"extensions\":{\"code\":\"UNAVAILABLE\"}}";
        String cup = "{\"name\":\"CUP\",\"variants\":{\"nodes\":[{\"sku\":\"CUP\",\"quantityAvailable\":%s}]}}";
        assertThat(answers.getFirst().get("errors"))
                .hasToString("[%s,%s]"
                        .formatted(
                                error.formatted(1, 75, "cup", "quantityAvailable"),
                                error.formatted(2, 71, "pot", "available")));
        assertThat(answers.getFirst().get("data"))
                .hasToString("{\"cup\":%s,\"pot\":{\"name\":\"POT\",\"variants\":null}}"
                        .formatted(cup.formatted((Object) null)));
        assertThat(answers.getLast())
                .hasToString(
                        "{\"data\":{\"cup\":%s,\"pot\":{\"name\":\"POT\",\"variants\":{\"nodes\":[{\"available\":true}]}}}}"
                                .formatted(cup.formatted(3)));
    }
}
