package io.merkato.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.ordering.OrderShop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers are remembered though they tell what can be bought; that is never told from memory. */
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

    @Test
    void what_is_written_meanwhile_shows_at_once() {
        statements.remembering(() -> page(true));
        statements.remembering(() -> shop.does("productUnpublish(id: \"" + product("CUP") + "\") { %s }"));
        statements.remembering(() ->
                assertThat(shop.visitor.data(PAGE, Map.of("slug", "cup"))).hasToString("{\"productBySlug\":null}"));
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
        statements.remembering(() -> page(true));
        for (Client who : List.of(guest, shop.owner)) {
            who.data(PAGE, Map.of("slug", "cup"));
            assertThat(asked(() -> who.data(PAGE, Map.of("slug", "cup")))).hasSizeGreaterThan(1);
        }
    }

    @Test
    void where_the_stock_cannot_be_read_at_once_all_is_carried_out() {
        statements.remembering(() -> page(true));
        statements.failOnce("\"catalog\".\"variant\"", () -> {
            throw new IllegalStateException("Not now");
        });
        assertThat(asked(() -> page(true))).hasSize(2);
        assertThat(asked(() -> page(true))).hasSize(1);
    }
}
