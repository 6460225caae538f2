package io.merkato.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.api.Sha256;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Whatever somebody makes up, what real clients send and which versions they are stays to be seen, and nothing is counted twice. */
@MerkatoTest
class DocumentUsesTest {

    private static final String REAL = "query Real { __typename }";

    private final CupShop shop;
    private final ClientApplication.Id application;
    private final RegisteredDocument names;
    private final DocumentUses uses;
    private final Statements statements;

    DocumentUsesTest(
            Merchants merchants,
            Client client,
            DocumentUses uses,
            Statements statements,
            RegisteredDocuments registered) {
        this.shop = new CupShop(merchants, client);
        shop.does(
                "clientApplicationUpdate(id: \"%s\", input: {mode: AUDIT})".formatted(shop.application),
                "clientApplication { id }");
        this.names = registered.byId(shop.merchant.tenant(), null, "names").orElseThrow();
        this.application = names.applicationId();
        this.uses = uses;
        this.statements = statements;
    }

    private void send(String text, boolean proven, int times) {
        for (int i = 0; i < times; i++) {
            uses.countUnlisted(shop.merchant.tenant().id(), application, proven, Sha256.hex(text), text);
        }
    }

    private void invent(String name, int many, int times) {
        for (int i = 0; i < many; i++) {
            send("query %s%d { __typename }".formatted(name, i), false, times);
        }
    }

    private JsonNode listed(String text) {
        return shop.owner
                .data(
                        "query ($id: String!) { persistedDocuments(first: 1, where: {registered: false, documentId: {eq: $id}}) { nodes { operationName uses } } }",
                        Map.of("id", Sha256.hex(text)))
                .at("/persistedDocuments/nodes");
    }

    private int listed() {
        return shop.owner
                .data("{ persistedDocuments(first: 1, where: {registered: false}) { totalCount } }")
                .at("/persistedDocuments/totalCount")
                .asInt();
    }

    private long unlisted() {
        return shop.owner
                .data("{ clientApplication(id: \"%s\") { unlistedUses } }".formatted(shop.application))
                .at("/clientApplication/unlistedUses")
                .asLong();
    }

    @Test
    void what_is_really_asked_is_listed_however_many_documents_somebody_makes_up() {
        for (int window = 0; window < 2; window++) {
            invent("Before" + window + "x", 1_500, 1);
            send(REAL, false, 6);
            invent("After" + window + "x", 1_500, 1);
            uses.write();
        }
        assertThat(listed(REAL).toString()).isEqualTo("[{\"operationName\":\"Real\",\"uses\":\"12\"}]");
        assertThat(listed()).isEqualTo(500);
        assertThat(unlisted()).isEqualTo(2 * 3_000 - 499);
    }

    @Test
    void what_the_strings_of_a_document_say_is_not_kept_of_what_was_only_seen() {
        String text = """
                mutation In($locale: Locale = "am") { # of "demo"
                  signIn(input: {login: "owner@abol.example", password: "merkato-\\"#demo"}) { tokens { accessToken } userErrors { code } }
                  orderGiftCardRedeem(input: {orderId: "x", code: \"""GIFT \\\""" #1\"""}) { userErrors { code } }
                  profileUpdate(input: {locale: $locale}) { userErrors { code } }
                }""";
        String dated = "{ orders(first: 5, where: {placedAt: {from: \"2026-01-01T00:00:00Z\"}}) { nodes { number } } }";
        send(text, true, 1);
        send(dated, true, 1);
        uses.write();
        assertThat(seen(text).at("/text").asString()).isEqualTo("""
                mutation In($locale: Locale = "") {
                  signIn(input: {login : "", password : ""}) {
                    tokens {
                      accessToken
                    }
                    userErrors {
                      code
                    }
                  }
                  orderGiftCardRedeem(input: {orderId : "", code : ""}) {
                    userErrors {
                      code
                    }
                  }
                  profileUpdate(input: {locale : $locale}) {
                    userErrors {
                      code
                    }
                  }
                }""");
        assertThat(seen(text).at("/problems")).isEmpty();
        assertThat(seen(dated).toString())
                .isEqualTo(
                        "{\"text\":\"{\\n  orders(first: 5, where: {placedAt : {from : \\\"\\\"}}) {\\n    nodes {\\n      number\\n    }\\n  }\\n}\",\"problems\":[]}");
    }

    private JsonNode seen(String text) {
        return shop.owner
                .data(
                        "query ($id: String!) { persistedDocuments(first: 1, where: {documentId: {eq: $id}}) { nodes { text problems } } }",
                        Map.of("id", Sha256.hex(text)))
                .at("/persistedDocuments/nodes/0");
    }

    @Test
    void what_gave_way_to_others_is_listed_again_when_it_is_asked_again() {
        send(REAL, false, 1);
        uses.write();
        invent("Junk", 1_000, 2);
        uses.write();
        assertThat(listed(REAL)).isEmpty();

        send(REAL, false, 1);
        uses.write();
        assertThat(listed(REAL).toString()).contains("\"uses\":\"1\"");
    }

    @Test
    void what_comes_from_somebody_who_proved_who_they_are_has_places_of_its_own() {
        send(REAL, true, 1);
        for (int window = 0; window < 3; window++) {
            invent("Junk" + window + "x", 1_500, 2);
            uses.write();
        }
        assertThat(listed(REAL).toString()).contains("\"uses\":\"1\"");
        assertThat(listed()).isEqualTo(501);
    }

    @Test
    void what_the_database_would_not_take_keeps_nothing_else_from_being_written() {
        String text = "query Automatic { __typename }";
        String named = "\"extensions\": {\"persistedQuery\": {\"version\": 1, \"sha256Hash\": \"%s\"}}"
                .formatted(Sha256.hex(text).toUpperCase(Locale.ROOT));
        for (String body : List.of(
                "{\"query\": \"" + text + "\", " + named + "}",
                "{" + named + "}",
                "{\"query\": \"{ __typename } #\\u0000\"}",
                "{\"query\": \"{ __typename } #\\ud800\"}",
                "{\"query\": \"{ __typename }" + " ".repeat(100_001) + "\"}")) {
            assertThat(shop.anybody
                            .with("Merkato-Client", "web/1")
                            .post("/graphql", "application/json", body)
                            .statusCode())
                    .isEqualTo(200);
        }
        uses.write();
        assertThat(listed(text).toString()).contains("\"uses\":\"2\"");
        assertThat(listed()).isEqualTo(1);
    }

    @Test
    void versions_that_are_really_used_are_counted_apart_however_many_are_made_up() {
        for (int window = 0; window < 3; window++) {
            for (int i = 0; i < 10; i++) {
                uses.count(shop.merchant.tenant().id(), names, "2.4.1");
            }
            for (int i = 0; i < 1_000; i++) {
                uses.count(shop.merchant.tenant().id(), names, "made up " + window + "." + i);
            }
            uses.write();
        }
        JsonNode document = shop.owner
                .data(
                        "{ persistedDocuments(first: 1, where: {documentId: {eq: \"names\"}}) { nodes { uses usage { version uses } } } }")
                .at("/persistedDocuments/nodes/0");
        assertThat(document.get("uses").asLong()).isEqualTo(3 * 1_010);
        assertThat(document.get("usage")).hasSize(51);
        assertThat(document.get("usage").toString()).contains("{\"version\":\"2.4.1\",\"uses\":\"30\"}");
    }

    @Test
    void what_could_not_be_written_as_a_whole_is_written_once_later() {
        uses.count(shop.merchant.tenant().id(), names, "1.0");
        send(REAL, false, 3);
        statements.failOnce("insert into \"client\".\"document_use\"", () -> {
            throw new IllegalStateException("The connection broke");
        });
        uses.write();
        assertThat(listed()).isZero();

        uses.count(shop.merchant.tenant().id(), names, "1.0");
        uses.write();
        uses.write();
        assertThat(listed(REAL).toString()).contains("\"uses\":\"3\"");
        assertThat(shop.owner
                        .data(
                                "{ persistedDocuments(first: 1, where: {documentId: {eq: \"names\"}}) { nodes { uses } } }")
                        .at("/persistedDocuments/nodes/0/uses")
                        .asLong())
                .isEqualTo(2);
    }

    @Test
    void what_is_counted_of_an_application_that_is_gone_is_dropped() {
        uses.count(shop.merchant.tenant().id(), names, "1.0");
        send(REAL, false, 1);
        shop.does("clientApplicationDelete(id: \"%s\")".formatted(shop.application), "clientApplicationId");
        uses.write();
        assertThat(statements.of(uses::write)).isEmpty();
    }
}
