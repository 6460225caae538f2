package io.merkato.client;

import static io.merkato.client.CupShop.NAMES;
import static io.merkato.client.CupShop.document;
import static io.merkato.client.CupShop.header;
import static io.merkato.client.CupShop.page;
import static io.merkato.client.CupShop.tag;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.GraphQLContext;
import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.TestDatabase;
import io.merkato.api.Premise;
import io.merkato.api.RequestedDocument;
import io.merkato.api.Sha256;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.json.JsonMapper;

/** Nobody is told that nothing changed once anything has that an answer rests on: content, prices, the store, the tenant, or who may ask what. */
@MerkatoTest
class UnchangedAnswersTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final CupShop shop;
    private final Client operator;
    private final Statements statements;
    private final List<Premise> premises;

    UnchangedAnswersTest(Merchants merchants, Client client, Statements statements, List<Premise> premises) {
        this.shop = new CupShop(merchants, client);
        this.operator = merchants.operator().in(shop.merchant.slug());
        this.statements = statements;
        this.premises = premises;
    }

    @ParameterizedTest
    @ValueSource(strings = {"renamed", "dearer", "listed", "unpublished", "elsewhere"})
    void a_write_shows_to_whoever_had_the_answer_before(String what) throws Exception {
        HttpResponse<String> before = shop.anybody.get(page());
        assertThat(shop.again(page(), tag(before)).statusCode()).isEqualTo(304);

        String then = switch (what) {
            case "renamed" -> {
                shop.does("productUpdate(id: \"%s\", input: {name: \"Mug\"})".formatted(shop.cup), "product { id }");
                yield "\"name\":\"Mug\"";
            }
            case "dearer" -> {
                shop.does(
                        "productVariantPriceSet(id: \"%s\", ifVersion: %s, input: {prices: [{price: {amount: \"120\", currency: \"ETB\"}}]})"
                                .formatted(
                                        shop.variant,
                                        shop.owner
                                                .data("{ productVariantBySku(sku: \"CUP\") { version } }")
                                                .at("/productVariantBySku/version")
                                                .asString()),
                        "variant { id }");
                yield "\"amount\":\"120.00\"";
            }
            case "listed" -> {
                shop.list("", 90);
                yield "\"amount\":\"90.00\"";
            }
            case "unpublished" -> {
                shop.does("productUnpublish(id: \"%s\")".formatted(shop.cup), "product { id }");
                yield "\"productBySlug\":null";
            }
            default -> {
                try (var superuser = TestDatabase.superuser();
                        var statement = superuser.createStatement()) {
                    statement.execute("update catalog.product set name = 'Glass' where tenant_id = '"
                            + shop.merchant.tenant().id().value() + "'");
                }
                yield "\"name\":\"Glass\"";
            }
        };
        HttpResponse<String> after = shop.again(page(), tag(before));
        assertThat(after.statusCode()).isEqualTo(200);
        assertThat(after.body()).contains(then);
        assertThat(tag(after)).isNotEqualTo(tag(before));
        assertThat(shop.again(page(), tag(after)).statusCode()).isEqualTo(304);
    }

    @Test
    void another_product_changes_no_other_ones_answer_and_its_tag() {
        String tag = tag(shop.anybody.get(page()));
        shop.does("productCreate(input: {name: \"Plate\"})", "product { id }");

        List<String> asked = statements.of(
                () -> assertThat(shop.again(page(), tag).statusCode()).isEqualTo(304));
        assertThat(asked).anyMatch(sql -> sql.contains("\"catalog\".\"product\""));
    }

    @Test
    void prices_are_kept_until_they_turn_and_not_at_all_while_a_sale_runs() {
        shop.list(", startsAt: \"%s\"".formatted(Instant.now().plusSeconds(40)), 90);
        String kept = header(shop.anybody.get(page()), "Cache-Control");
        assertThat(kept).startsWith("public, max-age=");
        assertThat(Integer.parseInt(kept.substring("public, max-age=".length())))
                .isBetween(10, 40);
        assertThat(header(shop.anybody.get(document("names")), "Cache-Control")).isEqualTo("public, max-age=60");

        shop.does(
                "flashSaleCreate(input: {name: \"Today\", startsAt: \"%s\", endsAt: \"%s\", items: [{variantId: \"%s\", price: {amount: \"50\", currency: \"ETB\"}, quantity: 5}]})"
                        .formatted(Instant.now().minusSeconds(60), Instant.now().plusSeconds(3600), shop.variant),
                "flashSale { id }");
        HttpResponse<String> onSale = shop.anybody.get(page());
        assertThat(onSale.body()).contains("\"amount\":\"50.00\"");
        assertThat(header(onSale, "Cache-Control")).isEqualTo("private, no-cache");
        assertThat(header(shop.anybody.get(document("names")), "Cache-Control")).isEqualTo("public, max-age=60");
    }

    @Test
    void a_store_that_is_renamed_or_paused_and_a_tenant_that_is_suspended_answer_anew() {
        String second = shop.does("storeCreate(input: {code: \"second\", name: \"Second\"})", "store { id }")
                .at("/store/id")
                .asString();
        Client there = shop.anybody.with("Merkato-Store", "second");
        String path = document("shop");
        String tag = tag(there.get(path));
        assertThat(there.with("If-None-Match", tag).get(path).statusCode()).isEqualTo(304);

        shop.does("storeUpdate(id: \"%s\", input: {name: \"Other\"})".formatted(second), "store { id }");
        HttpResponse<String> renamed = there.with("If-None-Match", tag).get(path);
        assertThat(renamed.statusCode()).isEqualTo(200);
        assertThat(renamed.body()).contains("\"name\":\"Other\"");

        shop.does("storePause(id: \"%s\")".formatted(second), "store { id }");
        HttpResponse<String> paused = there.with("If-None-Match", tag(renamed)).get(path);
        assertThat(paused.body()).contains("NOT_FOUND");
        assertThat(header(paused, "Cache-Control")).contains("no-store");

        String mine = tag(shop.anybody.get(path));
        shop.does("tenantUpdate(input: {name: \"Renamed\"})", "tenant { id }");
        HttpResponse<String> tenant = shop.again(path, mine);
        assertThat(tenant.body()).contains("\"name\":\"Renamed\"");
        CupShop.does(
                operator,
                "tenantSuspend(id: \"%s\", input: {reason: \"Unpaid\"})"
                        .formatted(shop.merchant.tenant().id()),
                "tenant { id }");
        HttpResponse<String> suspended = shop.again(path, tag(tenant));
        assertThat(suspended.body()).contains("TENANT_SUSPENDED");
        assertThat(header(suspended, "Cache-Control")).contains("no-store");
    }

    @Test
    void an_application_that_may_no_longer_ask_is_not_told_that_nothing_changed() {
        String hash = Sha256.hex(NAMES + " ");
        Map<String, ?> named = Map.of("persistedQuery", Map.of("version", 1, "sha256Hash", hash));
        Client web = shop.anybody.with("Merkato-Client", "web/1");
        web.post(
                "/graphql",
                "application/json",
                JSON.writeValueAsString(Map.of("query", NAMES + " ", "extensions", named)));
        String path = "/graphql?extensions=" + URLEncoder.encode(JSON.writeValueAsString(named), UTF_8);
        HttpResponse<String> automatic = web.get(path);
        assertThat(header(automatic, "Cache-Control")).isEqualTo("public, max-age=60");
        assertThat(web.with("If-None-Match", tag(automatic)).get(path).statusCode())
                .isEqualTo(304);

        shop.does(
                "clientApplicationUpdate(id: \"%s\", input: {mode: SAFELIST})".formatted(shop.application),
                "clientApplication { id }");
        assertThat(web.with("If-None-Match", tag(automatic)).get(path).statusCode())
                .isEqualTo(404);
        String names = document("names");
        String tag = tag(web.get(names));
        assertThat(web.with("If-None-Match", tag).get(names).statusCode()).isEqualTo(304);
        shop.does("clientApplicationDelete(id: \"%s\")".formatted(shop.application), "clientApplicationId");
        assertThat(web.with("If-None-Match", tag).get(names).statusCode()).isEqualTo(404);
    }

    @Test
    void what_an_answer_rests_on_is_small_however_long_what_it_was_made_of_is() {
        String much = "x".repeat(20_000);
        shop.owner.data(
                "mutation ($s: JSON!) { tenantUpdate(input: {settings: $s}) { userErrors { code } } }",
                Map.of("s", Map.of("much", much)));
        shop.owner.data(
                "mutation ($m: JSON!) { persistedDocumentsRegister(input: {client: \"web\", version: \"2\", manifest: $m}) { registered } }",
                Map.of("m", Map.of("long", NAMES + " #" + much)));
        var request = new MockHttpServletRequest();
        request.addHeader("Merkato-Tenant", shop.merchant.slug());
        GraphQLContext context = GraphQLContext.getDefault();
        var asked = new RequestedDocument(null, "long", null);

        List<Object> kept = premises.stream()
                .map(premise -> requireNonNull(premise.now(request, asked, context)))
                .toList();

        assertThat(kept).hasSize(3).last().isEqualTo(Sha256.hex(NAMES + " #" + much));
        assertThat(kept.toString()).hasSizeLessThan(1_200);
    }

    @Test
    void an_id_that_means_different_texts_to_different_applications_is_for_its_caller_alone() {
        shop.does("clientApplicationCreate(input: {code: \"till\"})", "clientApplication { id }");
        String register =
                "persistedDocumentsRegister(input: {client: \"till\", version: \"1\", manifest: {names: \"{ labels { code } }\", viewer: \"query Whoever { viewer { permissions } }\"}})";
        HttpResponse<String> before =
                shop.anybody.with("Merkato-Client", "web/1").get(document("names"));
        assertThat(header(before, "Cache-Control")).isEqualTo("public, max-age=60");
        shop.does(register, "registered");

        assertThat(shop.again(document("names"), tag(before)).statusCode()).isEqualTo(404);
        for (String client : List.of("web/1", "till/1")) {
            HttpResponse<String> answer =
                    shop.anybody.with("Merkato-Client", client).get(document("names"));
            assertThat(answer.body()).contains(client.startsWith("web") ? "\"products\"" : "\"labels\"");
            assertThat(header(answer, "Cache-Control")).isEqualTo("private, no-cache");
        }
    }
}
