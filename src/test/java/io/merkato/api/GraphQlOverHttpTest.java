package io.merkato.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.MerkatoTest;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.Map;
import org.apache.catalina.connector.CoyoteAdapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** GraphQL over HTTP to the letter: what is taken, as what it is answered, and with which status. */
@MerkatoTest
class GraphQlOverHttpTest {

    private static final String JSON = "application/json";
    private static final String GRAPHQL = "application/graphql-response+json";

    private final Client client;
    private final Environment settings;

    GraphQlOverHttpTest(Client client, Environment settings) {
        this.client = client.in("abol");
        this.settings = settings;
    }

    private HttpResponse<String> post(String accept, String body) {
        return client.with("Accept", accept).post("/graphql", JSON, body);
    }

    private HttpResponse<String> ask(String accept, Map<String, String> parameters) {
        var query = new StringBuilder();
        parameters.forEach((name, value) -> query.append(query.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, UTF_8)));
        return client.with("Accept", accept).get("/graphql" + query);
    }

    private static String type(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Type").orElse("");
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json                                                                                              | application/json
            application/graphql-response+json                                                                             | application/graphql-response+json
            */*                                                                                                           | application/json
            application/*                                                                                                 | application/json
            application/graphql-response+json, application/json;q=0.9                                                     | application/graphql-response+json
            application/graphql-response+json;q=0.8, application/json                                                     | application/json
            application/graphql-response+json;charset=utf-8, application/json;charset=utf-8                               | application/graphql-response+json
            application/graphql-response+json;charset=utf-16, application/json                                            | application/json
            application/graphql-response+json;q=0, application/json                                                       | application/json
            application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed | application/graphql-response+json
            text/html, application/xhtml+xml, */*;q=0.8                                                                   | application/json
            """)
    void is_answered_as_what_is_wanted_most(String accept, String type) {
        for (HttpResponse<String> response : java.util.List.of(
                post(accept, "{\"query\":\"{__typename}\"}"), ask(accept, Map.of("query", "{__typename}")))) {
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(type(response)).isEqualTo(type);
            assertThat(response.body()).startsWith("{\"data\":{\"__typename\":\"Query\"}");
        }
    }

    @Test
    void without_the_header_accept_it_is_json() {
        HttpResponse<String> response = client.post("/graphql", JSON, "{\"query\":\"{__typename}\"}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(type(response)).isEqualTo(JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "image/*", "application/json;charset=utf-16", "nonsense", "application/json;q=0"})
    void what_nobody_can_answer_as_is_not_acceptable(String accept) {
        assertThat(post(accept, "{\"query\":\"{__typename}\"}").statusCode()).isEqualTo(406);
        assertThat(ask(accept, Map.of("query", "{__typename}")).statusCode()).isEqualTo(406);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "application/json;charset=\"UTF-8\"",
                "APPLICATION/JSON"
            })
    void is_asked_in_json_of_utf_8(String contentType) {
        assertThat(client.post("/graphql", contentType, "{\"query\":\"{__typename}\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    /** The first three a page of any site may send without being asked whether it may. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/graphql",
                "application/graphql+json",
                "application/json; charset=utf-16",
                "application/json; charset=iso-8859-1",
                "text/json",
                "nonsense"
            })
    void nothing_else_is_taken_by_post(String contentType) {
        HttpResponse<String> refused = client.post("/graphql", contentType, "{\"query\":\"{__typename}\"}");
        assertThat(refused.statusCode()).isEqualTo(415);
        assertThat(json(refused).at("/errors/0/extensions/code").asString()).isEqualTo("BAD_USER_INPUT");
    }

    @Test
    void a_body_without_a_type_or_with_a_coding_is_not_taken() {
        assertThat(client.send("POST", "/graphql", Map.of(), "{\"query\":\"{__typename}\"}".getBytes(UTF_8))
                        .statusCode())
                .isEqualTo(415);
        assertThat(client.send(
                                "POST",
                                "/graphql",
                                Map.of("Content-Type", JSON, "Content-Encoding", "gzip"),
                                "{\"query\":\"{__typename}\"}".getBytes(UTF_8))
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void text_is_read_and_answered_in_utf_8_and_malformed_text_is_refused() {
        String body =
                "{\"query\":\"query ($s: String!) { productBySlug(slug: $s) { id } }\",\"variables\":{\"s\":\"ቡና\"}}";
        assertThat(client.post("/graphql", JSON, body).body()).startsWith("{\"data\":{\"productBySlug\":null}");
        for (byte[] malformed : java.util.List.of(
                "{\"query\":\"{__typename} # é\"}".getBytes(ISO_8859_1),
                "{\"query\":\"{__typename}\"}".getBytes(UTF_16),
                new byte[] {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'},
                new byte[] {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'})) {
            assertThat(client.send("POST", "/graphql", Map.of("Content-Type", JSON), malformed)
                            .statusCode())
                    .isEqualTo(400);
        }
        for (String malformed : java.util.List.of("%ff", "%c0%af", "%ed%a0%80")) {
            assertThat(client.get("/graphql?query=" + malformed).statusCode())
                    .as(malformed)
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "nonsense",
                "null",
                "1",
                "\"x\"",
                "{}",
                "{\"query\":null}",
                "{\"query\":{}}",
                "{\"query\":[]}",
                "{\"query\":1}",
                "{\"query\":true}",
                "{\"qeury\":\"{__typename}\"}",
                "{\"query\":\"{__typename}\",\"operationName\":{}}",
                "{\"query\":\"{__typename}\",\"operationName\":1}",
                "{\"query\":\"{__typename}\",\"operationName\":[]}",
                "{\"query\":\"{__typename}\",\"operationName\":false}",
                "{\"query\":\"{__typename}\",\"variables\":\"{}\"}",
                "{\"query\":\"{__typename}\",\"variables\":1}",
                "{\"query\":\"{__typename}\",\"variables\":[]}",
                "{\"query\":\"{__typename}\",\"variables\":true}",
                "{\"query\":\"{__typename}\",\"extensions\":\"x\"}",
                "{\"query\":\"{__typename}\",\"extensions\":1}",
                "{\"query\":\"{__typename}\",\"extensions\":[]}",
                "{\"query\":\"{__typename}\",\"extensions\":false}",
                "[{\"query\":\"{__typename}\"}]",
                "[]",
                "{\"query\":\"{__typename}\"}{\"query\":\"{__typename}\"}",
                "{\"query\":\"{__typename}\"},",
                "{\"query\":\"{__typename}\",\"query\":\"{viewer{permissions}}\"}",
                "{\"query\":\"{__typename}\",\"variables\":{\"a\":1,\"a\":2}}",
                "{'query':'{__typename}'}",
                "{\"query\":\"{__typename}\",\"variables\":{\"a\":NaN}}"
            })
    void what_is_no_request_is_refused_whatever_is_wanted(String body) {
        for (String accept : java.util.List.of(JSON, GRAPHQL)) {
            HttpResponse<String> refused = post(accept, body);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(json(refused).at("/errors/0/extensions/code").asString()).isEqualTo("BAD_USER_INPUT");
            assertThat(json(refused).has("data")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"query\":\"{__typename}\",\"operationName\":null,\"variables\":null,\"extensions\":null}",
                "{\"query\":\"query A {__typename}\",\"operationName\":\"A\",\"variables\":{},\"extensions\":{}}",
                "{\"query\":\"{__typename}\",\"extensions\":{\"clientLibrary\":{\"name\":\"@apollo/client\",\"version\":\"4.3.8\"}},\"unheardOf\":[1]}",
                "\\ufeff{\"query\":\"{__typename}\"}"
            })
    void members_may_be_null_and_unknown_ones_say_nothing(String body) {
        String text = body.replace("\\ufeff", "");
        assertThat(post(JSON, text).body()).startsWith("{\"data\":{\"__typename\":\"Query\"}");
        assertThat(post(GRAPHQL, text).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"query":"{ unfinished"}
            {"query":""}
            {"query":"{ nope }"}
            {"query":"query ($a: Int!) { products(first: $a) { nodes { id } } }"}
            {"query":"query ($a: Int) { products(first: $a) { nodes { id } } }","variables":{"a":"x"}}
            {"query":"query A {__typename} query B {__typename}"}
            {"query":"query A {__typename}","operationName":"C"}
            """)
    void a_document_that_cannot_be_carried_out_has_no_data_and_the_media_type_decides_the_status(String body) {
        HttpResponse<String> json = post(JSON, body);
        HttpResponse<String> graphql = post(GRAPHQL, body);

        assertThat(json.statusCode()).isEqualTo(200);
        assertThat(graphql.statusCode()).isEqualTo(400);
        assertThat(type(graphql)).isEqualTo(GRAPHQL);
        assertThat(json(json).has("data")).isFalse();
        assertThat(graphql.body()).isEqualTo(json.body());
    }

    @Test
    void who_is_kept_out_reads_why_in_the_status_where_it_is_wanted() {
        String body = "{\"query\":\"{ viewer { permissions } }\"}";
        Client nowhere = client.in("no-such-tenant");
        assertThat(nowhere.with("Accept", GRAPHQL).post("/graphql", JSON, body).statusCode())
                .isEqualTo(404);
        assertThat(nowhere.post("/graphql", JSON, body).statusCode()).isEqualTo(200);
    }

    @Test
    void a_field_that_fails_leaves_the_status_at_200() {
        for (String accept : java.util.List.of(JSON, GRAPHQL)) {
            HttpResponse<String> response = post(accept, "{\"query\":\"{ auditLog(first: 1) { nodes { id } } }\"}");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(json(response).get("data").isNull()).isTrue();
            assertThat(json(response).at("/errors/0/extensions/code").asString())
                    .isEqualTo("UNAUTHENTICATED");
        }
    }

    @Test
    void a_query_may_come_by_get_with_its_members_as_parameters() {
        HttpResponse<String> response = ask(
                GRAPHQL,
                Map.of(
                        "query", "query A($s: String!) { productBySlug(slug: $s) { slug } } query B { __typename }",
                        "operationName", "A",
                        "variables", "{\"s\":\"jebena-small\"}",
                        "extensions", "{\"x\":1}",
                        "unheardOf", "1"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith("{\"data\":{\"productBySlug\":{\"slug\":\"jebena-small\"}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?",
                "?query=",
                "?operationName=A",
                "?query=%7B__typename%7D&query=%7B__typename%7D",
                "?query=%7B__typename%7D&variables=1",
                "?query=%7B__typename%7D&variables=%5B%5D",
                "?query=%7B__typename%7D&variables=%7B",
                "?query=%7B__typename%7D&variables=%7B%22a%22%3A1%2C%22a%22%3A2%7D",
                "?query=%7B__typename%7D&extensions=x"
            })
    void what_is_no_request_is_refused_by_get_too(String query) {
        HttpResponse<String> refused = client.with("Accept", GRAPHQL).get("/graphql" + query);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).at("/errors/0/extensions/code").asString()).isEqualTo("BAD_USER_INPUT");
    }

    @Test
    void a_mutation_by_get_is_not_carried_out() {
        for (String accept : java.util.List.of(JSON, GRAPHQL)) {
            HttpResponse<String> refused = ask(
                    accept,
                    Map.of(
                            "query",
                            "query A { __typename } mutation B { signOut { userErrors { code } } }",
                            "operationName",
                            "B"));
            assertThat(refused.statusCode()).isEqualTo(405);
            assertThat(refused.headers().firstValue("Allow")).contains("POST");
            assertThat(json(refused).has("data")).isFalse();
        }
    }

    @Test
    void other_methods_are_not_for_this_address() {
        for (String method : java.util.List.of("PUT", "PATCH", "DELETE")) {
            HttpResponse<String> refused = client.send(
                    method, "/graphql", Map.of("Content-Type", JSON), "{\"query\":\"{__typename}\"}".getBytes(UTF_8));
            assertThat(refused.statusCode()).isEqualTo(405);
            assertThat(refused.headers().firstValue("Allow")).contains("GET, HEAD, POST");
        }
        HttpResponse<String> head = client.send("HEAD", "/graphql?query=%7B__typename%7D", Map.of(), new byte[0]);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Length")).contains("31");
    }

    @Test
    void the_address_is_the_same_however_it_is_written() {
        assertThat(client.post("/%67raphql", JSON, "{\"query\":\"{__typename}\",\"query\":\"{__typename}\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.post("/%67raphql", JSON, "{\"query\":\"" + " ".repeat(256 * 1024) + "{__typename}\"}")
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void a_subscription_is_streamed_where_that_is_wanted_and_else_refused() {
        String body = "{\"query\":\"subscription { productImportProgress(id: \\\"x\\\") { status } }\"}";
        HttpResponse<String> refused = post(GRAPHQL, body);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).has("data")).isFalse();
        for (String accept : java.util.List.of(
                "text/event-stream", "application/graphql-response+json, application/json, text/event-stream")) {
            HttpResponse<String> streamed = post(accept, body);
            assertThat(streamed.statusCode()).isEqualTo(200);
            assertThat(type(streamed)).startsWith("text/event-stream");
            assertThat(streamed.body()).contains("UNAUTHENTICATED").endsWith("event:complete\ndata:\n\n");
        }
    }

    /** Tomcat tells each by a stack of ten lines, as if there was something to do about it. */
    @Test
    void a_client_that_goes_while_its_event_stream_begins_is_not_logged() {
        assertThat(settings.getProperty("logging.level." + CoyoteAdapter.class.getName()))
                .isEqualTo("warn");
    }

    @Test
    void what_is_wrong_with_a_query_is_told_in_json_to_whoever_would_take_events_too() {
        HttpResponse<String> response = post(
                "application/graphql-response+json, application/json, text/event-stream", "{\"query\":\"{ nope }\"}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).at("/errors/0/extensions/code").asString()).isEqualTo("BAD_USER_INPUT");
    }
}
