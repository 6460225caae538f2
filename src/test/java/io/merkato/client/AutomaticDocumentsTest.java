package io.merkato.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.api.Sha256;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Documents that are asked for by the hash of their text, as Apollo's clients and urql do it. */
@MerkatoTest
class AutomaticDocumentsTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Merchants merchants;
    private final Client client;

    AutomaticDocumentsTest(Merchants merchants, Client client) {
        this.merchants = merchants;
        this.client = client.in(merchants.open().slug());
    }

    private static String text(String what) {
        return "query " + what + " { __typename }";
    }

    private static Map<String, ?> named(String hash) {
        return Map.of("persistedQuery", Map.of("version", 1, "sha256Hash", hash));
    }

    private static HttpResponse<String> post(Client client, Map<String, ?> members) {
        return client.post("/graphql", "application/json", JSON.writeValueAsString(members));
    }

    private static HttpResponse<String> get(Client client, Map<String, ?> extensions) {
        return client.get("/graphql?extensions=" + URLEncoder.encode(JSON.writeValueAsString(extensions), UTF_8));
    }

    private static String error(HttpResponse<String> response) {
        JsonNode error = JSON.readTree(response.body()).at("/errors/0");
        return response.statusCode() + " " + error.at("/extensions/code").asString() + " "
                + error.get("message").asString();
    }

    @Test
    void a_text_that_was_sent_with_its_hash_is_known_by_it_afterwards() {
        String text = text("Known");
        String hash = Sha256.hex(text);

        for (HttpResponse<String> miss : List.of(
                post(client, Map.of("extensions", named(hash))),
                post(client, Map.of("query", "", "extensions", named(hash))),
                get(client, named(hash)),
                post(client.with("Accept", "application/graphql-response+json"), Map.of("extensions", named(hash))))) {
            assertThat(error(miss)).isEqualTo("200 PERSISTED_QUERY_NOT_FOUND PersistedQueryNotFound");
            assertThat(miss.headers().firstValue("Cache-Control"))
                    .get()
                    .asString()
                    .contains("no-store");
            assertThat(miss.body()).doesNotContain("\"data\"");
        }
        assertThat(post(client, Map.of("query", text, "extensions", named(hash)))
                        .body())
                .startsWith("{\"data\":{\"__typename\":\"Query\"}");
        for (HttpResponse<String> hit : List.of(
                post(client, Map.of("extensions", named(hash))),
                get(client, named(hash)),
                get(client, named(hash.toUpperCase(java.util.Locale.ROOT))),
                get(client, Map.of("persistedQuery", Map.of("version", 1, "sha256Hash", hash, "miss", true))))) {
            assertThat(hit.body()).startsWith("{\"data\":{\"__typename\":\"Query\"}");
        }
    }

    @Test
    void a_hash_of_another_text_is_refused_also_where_it_is_known() {
        String known = text("Honest");
        post(client, Map.of("query", known, "extensions", named(Sha256.hex(known))));
        for (String hash : List.of(Sha256.hex(known), Sha256.hex("x"), "x", "")) {
            assertThat(error(post(client, Map.of("query", text("Other"), "extensions", named(hash)))))
                    .isEqualTo("400 BAD_USER_INPUT provided sha does not match query");
        }
        assertThat(post(client, Map.of("extensions", named(Sha256.hex(known)))).body())
                .startsWith("{\"data\":{\"__typename\":\"Query\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"version\":2,\"sha256Hash\":\"x\"}",
                "{\"version\":\"1\",\"sha256Hash\":\"x\"}",
                "{\"sha256Hash\":\"x\"}",
                "{\"version\":1}",
                "{\"version\":1,\"sha256Hash\":1}",
                "\"x\"",
                "[]"
            })
    void an_extension_of_another_version_or_form_is_refused(String extension) {
        for (String body : List.of(
                "{\"extensions\":{\"persistedQuery\":" + extension + "}}",
                "{\"query\":\"{__typename}\",\"extensions\":{\"persistedQuery\":" + extension + "}}")) {
            assertThat(error(client.post("/graphql", "application/json", body))).startsWith("400 BAD_USER_INPUT ");
        }
    }

    @Test
    void no_tenant_finds_what_another_sent() {
        String text = text("Mine");
        String hash = Sha256.hex(text);
        post(client, Map.of("query", text, "extensions", named(hash)));

        Client other = client.in(merchants.open().slug());
        assertThat(error(get(other, named(hash)))).startsWith("200 PERSISTED_QUERY_NOT_FOUND");
        assertThat(get(client, named(hash)).statusCode()).isEqualTo(200);
    }

    @Test
    void a_document_that_cannot_be_carried_out_is_not_kept() {
        for (String text : List.of("{ nope }", "{ unfinished", "query A { __typename } query B { __typename }")) {
            String hash = Sha256.hex(text);
            assertThat(error(post(client, Map.of("query", text, "extensions", named(hash)))))
                    .startsWith("200 BAD_USER_INPUT");
            assertThat(error(get(client, named(hash)))).startsWith("200 PERSISTED_QUERY_NOT_FOUND");
        }
    }

    @Test
    void a_mutation_may_be_named_by_its_hash_and_not_come_by_get() {
        String text = "mutation Leave { signOut { userErrors { code } } }";
        String hash = Sha256.hex(text);
        assertThat(post(client, Map.of("query", text, "extensions", named(hash)))
                        .statusCode())
                .isEqualTo(200);
        assertThat(post(client, Map.of("extensions", named(hash))).body()).contains("UNAUTHENTICATED");
        HttpResponse<String> refused = get(client, named(hash));
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("Allow")).contains("POST");
    }

    @Test
    void what_renews_a_credential_is_found_by_its_hash_with_a_stale_one() {
        Client stale = client.as("stale");
        String text = "mutation Renew { tokenRefresh(input: {refreshToken: \"x\"}) { userErrors { code } } }";
        String hash = Sha256.hex(text);
        assertThat(error(post(stale, Map.of("extensions", named(hash))))).startsWith("200 PERSISTED_QUERY_NOT_FOUND");
        for (Map<String, ?> members : List.<Map<String, ?>>of(
                Map.of("query", text, "extensions", named(hash)), Map.of("extensions", named(hash)))) {
            assertThat(post(stale, members).body()).contains("INVALID_TOKEN");
        }
        String other = text("Other");
        post(client, Map.of("query", other, "extensions", named(Sha256.hex(other))));
        assertThat(post(stale, Map.of("extensions", named(Sha256.hex(other)))).statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_socket_and_a_stream_of_events_know_them_too() {
        String text = "subscription Watch { productImportProgress(id: \"x\") { status } }";
        String hash = Sha256.hex(text);
        Client events = client.with("Accept", "text/event-stream");
        assertThat(post(events, Map.of("extensions", named(hash))).body()).contains("PersistedQueryNotFound");
        assertThat(post(events, Map.of("query", text, "extensions", named(hash)))
                        .body())
                .contains("UNAUTHENTICATED");
        assertThat(post(events, Map.of("extensions", named(hash))).body()).contains("UNAUTHENTICATED");
    }

    @Test
    void each_tenant_keeps_what_it_asks_for_often_within_its_own_bound() {
        var documents = new AutomaticDocuments(DataSize.ofMegabytes(1), DataSize.ofKilobytes(10));
        String often = text("Often");
        documents.remember(null, "often", often);
        for (int i = 0; i < 1_000; i++) {
            documents.find(null, "often");
            documents.remember(null, "once" + i, text("Once" + i));
        }
        assertThat(documents.find(null, "often")).isEqualTo(often);
        assertThat(java.util.stream.IntStream.range(0, 1_000)
                        .filter(i -> documents.find(null, "once" + i) != null)
                        .count())
                .isLessThan(40);
    }
}
