package io.merkato.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.Merchants.Merchant;
import io.merkato.MerkatoTest;
import io.merkato.Socket;
import io.merkato.Statements;
import io.merkato.api.Sha256;
import io.merkato.identity.BuiltInRole;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What applications may send, as their modes have it, and how much each document is used. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class RegisteredDocumentsTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String LISTED = "query Listed { __typename }";
    private static final String WATCH = "subscription Watch($id: ID!) { productImportProgress(id: $id) { status } }";
    private static final String FREE = "query Free { viewer { permissions } }";

    private final Client anybody;
    private final Client owner;
    private final DocumentUses uses;
    private final Statements statements;

    RegisteredDocumentsTest(Merchants merchants, Client client, DocumentUses uses, Statements statements) {
        Merchant merchant = merchants.open();
        this.anybody = client.in(merchant.slug());
        this.owner = merchants.staff(merchant, BuiltInRole.OWNER);
        this.uses = uses;
        this.statements = statements;
    }

    private String create(String code, String mode) {
        return owner.data(
                        "mutation ($c: String!, $m: DocumentMode!) { clientApplicationCreate(input: {code: $c, mode: $m}) { clientApplication { id } userErrors { code path } } }",
                        Map.of("c", code, "m", mode))
                .at("/clientApplicationCreate/clientApplication/id")
                .asString();
    }

    private void mode(String id, String mode) {
        JsonNode errors = owner.data(
                        "mutation ($id: ID!, $m: DocumentMode!) { clientApplicationUpdate(id: $id, input: {mode: $m}) { userErrors { code } } }",
                        Map.of("id", id, "m", mode))
                .at("/clientApplicationUpdate/userErrors");
        assertThat(errors.size()).isZero();
    }

    private JsonNode register(String code, String version, Map<String, ?> manifest) {
        return owner.data(
                        "mutation ($i: PersistedDocumentsRegisterInput!) { persistedDocumentsRegister(input: $i) { registered unchanged clientApplication { documents version } userErrors { code message path } } }",
                        Map.of("i", Map.of("client", code, "version", version, "manifest", manifest)))
                .get("persistedDocumentsRegister");
    }

    private static String answer(Client client, Map<String, ?> members) {
        HttpResponse<String> response = client.post("/graphql", "application/json", JSON.writeValueAsString(members));
        JsonNode body = JSON.readTree(response.body());
        return response.statusCode() + " "
                + (body.has("data")
                        ? body.get("data").toString()
                        : body.at("/errors/0/extensions/code").asString());
    }

    private static Map<String, ?> hash(String id) {
        return Map.of("extensions", Map.of("persistedQuery", Map.of("version", 1, "sha256Hash", id)));
    }

    private static Map<String, ?> both(String text) {
        var members = new HashMap<String, Object>(hash(Sha256.hex(text)));
        members.put("query", text);
        return members;
    }

    @Test
    void each_mode_takes_what_it_says() {
        String web = create("web", "OPEN");
        register("web", "1.0", Map.of("listed", LISTED));
        String done = "200 {\"__typename\":\"Query\"}";
        String free = "200 {\"viewer\":{\"permissions\":[]}}";
        Client client = anybody.with("Merkato-Client", "web/1.0");
        for (String mode : List.of("OPEN", "APQ", "AUDIT", "SAFELIST", "IDS_ONLY")) {
            mode(web, mode);
            boolean any = List.of("OPEN", "APQ", "AUDIT").contains(mode);
            for (Map<String, ?> named : List.<Map<String, ?>>of(
                    Map.of("documentId", "listed"),
                    Map.of("doc_id", "listed"),
                    Map.of("id", "listed"),
                    hash("listed"))) {
                assertThat(answer(client, named)).as(mode).isEqualTo(done);
            }
            assertThat(answer(client, Map.of("documentId", "other")))
                    .as(mode)
                    .isEqualTo("404 PERSISTED_QUERY_NOT_IN_LIST");
            assertThat(answer(client, hash(Sha256.hex("never"))))
                    .as(mode)
                    .isEqualTo(
                            switch (mode) {
                                case "OPEN" -> "200 PERSISTED_QUERY_NOT_SUPPORTED";
                                case "APQ", "AUDIT" -> "200 PERSISTED_QUERY_NOT_FOUND";
                                default -> "404 PERSISTED_QUERY_NOT_IN_LIST";
                            });
            String refused = mode.equals("SAFELIST") ? "403 QUERY_NOT_IN_SAFELIST" : "400 PERSISTED_QUERY_ID_REQUIRED";
            assertThat(answer(client, Map.of("query", FREE))).as(mode).isEqualTo(any ? free : refused);
            assertThat(answer(client, both(FREE))).as(mode).isEqualTo(any ? free : refused);
            assertThat(answer(client, Map.of("query", LISTED)))
                    .as(mode)
                    .isEqualTo(mode.equals("IDS_ONLY") ? refused : done);
            assertThat(client.get("/graphql?documentId=listed").body()).contains("\"__typename\":\"Query\"");
        }
    }

    @Test
    void a_name_lets_nobody_off_what_unknown_applications_may_not() {
        create("*", "SAFELIST");
        create("tool", "OPEN");
        register("tool", "1", Map.of("listed", LISTED));
        for (Client liar : List.of(
                anybody,
                anybody.with("Merkato-Client", "tool/1"),
                anybody.with("apollographql-client-name", "tool"),
                anybody.with("Merkato-Client", "*"),
                anybody.with("Merkato-Client", "unheard of"))) {
            assertThat(answer(liar, Map.of("query", FREE))).isEqualTo("403 QUERY_NOT_IN_SAFELIST");
            assertThat(answer(liar, Map.of("documentId", "listed"))).contains("200");
            assertThat(liar.with("Accept", "text/event-stream")
                            .post("/graphql", "application/json", JSON.writeValueAsString(Map.of("query", WATCH)))
                            .body())
                    .contains("QUERY_NOT_IN_SAFELIST");
            assertThat(liar.with("Accept", "text/event-stream")
                            .post("/graphql", "application/json", "{\"documentId\":\"listed\"}")
                            .body())
                    .doesNotContain("QUERY_NOT_IN_SAFELIST", "PERSISTED");
        }
        try (var socket = owner.with("Merkato-Client", "unheard of").socketByHandshake()) {
            socket.begin(Map.of());
            // who may manage applications is not kept out, whatever they name
            assertThat(socket.subscribe("1", "{ __typename }", Map.of()).next()).contains("Query");
        }
        assertThat(answer(owner, Map.of("query", "{ __typename }"))).isEqualTo("200 {\"__typename\":\"Query\"}");
        assertThat(answer(owner.with("Merkato-Client", "tool"), Map.of("query", "{ __typename }")))
                .isEqualTo("200 {\"__typename\":\"Query\"}");
    }

    @Test
    void a_socket_takes_a_document_by_its_id() {
        create("web", "IDS_ONLY");
        register("web", "1", Map.of("listed", LISTED));
        try (var socket = anybody.with("Merkato-Client", "web/1").socketByHandshake()) {
            socket.begin(Map.of());
            for (Map<String, ?> named : List.<Map<String, ?>>of(
                    Map.of("documentId", "listed"),
                    Map.of("doc_id", "listed", "query", ""),
                    Map.of("id", "listed", "variables", Map.of(), "extensions", Map.of("own", 1)),
                    hash("listed"))) {
                assertThat(said(socket, named)).contains("\"type\":\"next\"", "{\"data\":{\"__typename\":\"Query\"}");
                assertThat(socket.next()).contains("complete");
            }
            assertThat(said(socket, Map.of("documentId", "other"))).contains("PERSISTED_QUERY_NOT_IN_LIST");
            assertThat(said(socket, Map.of("query", LISTED))).contains("PERSISTED_QUERY_ID_REQUIRED");
            socket.say(subscribe(Map.of("documentId", "listed", "query", LISTED)));
            assertThat(socket.next()).isEqualTo("closed 4400");
            assertThat(socket.why()).isEqualTo("The message names two documents: send “documentId” alone.");
        }
    }

    private static String subscribe(Map<String, ?> payload) {
        return JSON.writeValueAsString(
                Map.of("type", "subscribe", "id", "own-" + System.nanoTime(), "payload", payload));
    }

    private static String said(Socket socket, Map<String, ?> payload) {
        socket.say(subscribe(payload));
        return socket.next();
    }

    @Test
    void another_tenants_documents_are_none() {
        create("web", "OPEN");
        register("web", "1", Map.of("mine", LISTED));
        assertThat(answer(anybody.in("abol").with("Merkato-Client", "web"), Map.of("documentId", "mine")))
                .isEqualTo("404 PERSISTED_QUERY_NOT_IN_LIST");
    }

    @Test
    void a_manifest_of_apollo_or_relay_is_registered_once() {
        create("app", "APQ");
        Map<String, ?> apollo = Map.of(
                "format",
                "apollo-persisted-query-manifest",
                "version",
                1,
                "operations",
                List.of(
                        Map.of("id", Sha256.hex(LISTED), "name", "Listed", "type", "query", "body", LISTED),
                        Map.of("id", "watch", "name", "Watch", "type", "subscription", "body", WATCH)));
        assertThat(register("app", "1", apollo).toString())
                .isEqualTo(
                        "{\"registered\":2,\"unchanged\":0,\"clientApplication\":{\"documents\":2,\"version\":2},\"userErrors\":[]}");
        assertThat(register("app", "2", apollo).toString())
                .isEqualTo(
                        "{\"registered\":0,\"unchanged\":2,\"clientApplication\":{\"documents\":2,\"version\":2},\"userErrors\":[]}");
        assertThat(register("app", "2", Map.of("watch", WATCH, "free", FREE))
                        .at("/registered")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void a_manifest_that_is_sent_by_eight_at_once_is_registered_once() throws Exception {
        create("app", "APQ");

        List<JsonNode> answers = AtOnce.all(8, i -> register("app", "1", Map.of("listed", LISTED, "watch", WATCH)));

        assertThat(answers.stream().map(JsonNode::toString))
                .filteredOn(answer -> answer.startsWith("{\"registered\":2,\"unchanged\":0,"))
                .hasSize(1);
        assertThat(answers.stream().map(JsonNode::toString).distinct())
                .containsExactlyInAnyOrder(
                        "{\"registered\":2,\"unchanged\":0,\"clientApplication\":{\"documents\":2,\"version\":2},\"userErrors\":[]}",
                        "{\"registered\":0,\"unchanged\":2,\"clientApplication\":{\"documents\":2,\"version\":2},\"userErrors\":[]}");
    }

    @Test
    void of_eight_texts_that_are_registered_by_one_id_at_once_one_is_and_the_others_are_told_so() throws Exception {
        create("app", "APQ");

        List<JsonNode> answers =
                AtOnce.all(8, i -> register("app", "1", Map.of("listed", LISTED.replace("Listed", "Listed" + i))));

        assertThat(answers.stream()
                        .map(answer -> answer.at("/registered").asInt(0)
                                + answer.at("/userErrors/0/code").asString("")))
                .containsExactlyInAnyOrder("1", "0TAKEN", "0TAKEN", "0TAKEN", "0TAKEN", "0TAKEN", "0TAKEN", "0TAKEN");
    }

    @Test
    void a_manifest_with_a_flaw_registers_nothing() {
        create("flawed", "APQ");
        register("flawed", "1", Map.of("a", LISTED));
        assertThat(refusal("flawed", Map.of("a", FREE)))
                .isEqualTo(
                        "{\"code\":\"TAKEN\",\"message\":\"“a” is registered with another text.\",\"path\":[\"input\",\"manifest\",\"a\"]}");
        assertThat(refusal("flawed", Map.of("b", "{ nope }")))
                .isEqualTo(
                        "{\"code\":\"INVALID\",\"message\":\"“b”: Field 'nope' in type 'Query' is undefined.\",\"path\":[\"input\",\"manifest\",\"b\"]}");
        assertThat(refusal("flawed", Map.of("b", "{ unfinished"))).contains("INVALID");
        assertThat(refusal("flawed", Map.of("b", "query A { __typename } query B { __typename }")))
                .contains("INVALID");
        assertThat(refusal("flawed", Map.of("b c", LISTED))).contains("INVALID");
        assertThat(refusal("flawed", Map.of())).contains("INVALID");
        assertThat(refusal("flawed", Map.of("format", "x", "version", 1, "operations", List.of())))
                .contains("INVALID");
        assertThat(refusal("unheard of", Map.of("b", LISTED))).contains("NOT_FOUND", "client");
        assertThat(answer(anybody.with("Merkato-Client", "flawed"), Map.of("documentId", "b")))
                .startsWith("404");
    }

    private String refusal(String code, Map<String, ?> manifest) {
        return register(code, "1", manifest).at("/userErrors/0").toString();
    }

    @Test
    void one_line_of_a_build_uploads_a_manifest() {
        create("mobile", "APQ");
        String manifest = JSON.writeValueAsString(Map.of("l", LISTED));
        for (String body : List.of("{\"registered\":1,\"unchanged\":0}", "{\"registered\":0,\"unchanged\":1}")) {
            HttpResponse<String> response =
                    owner.post("/clients/mobile/documents?version=1.4.0", "application/json", manifest);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo(body);
        }
        assertThat(owner.post("/clients/mobile/documents?version=2", "application/json", "{\"l\":\"{ nope }\"}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(owner.post("/clients/mobile/documents?version=2", "application/json", "{\"l\":1,\"l\":2}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(anybody.post("/clients/mobile/documents?version=2", "application/json", manifest)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void uses_are_counted_by_version_without_a_statement_for_each() {
        String id = create("counted", "AUDIT");
        register("counted", "1.0", Map.of("listed", LISTED));
        Client client = anybody.with("Merkato-Client", "counted/1.1");
        answer(client, Map.of("documentId", "listed"));
        assertThat(statements.of(() -> {
                    answer(client, Map.of("documentId", "listed"));
                    answer(anybody.with("Merkato-Client", "counted"), Map.of("documentId", "listed"));
                }))
                .isEmpty();
        answer(client, Map.of("query", FREE));
        answer(client, Map.of("query", "{ nope }"));
        uses.write();

        assertThat(list("{client: {eq: \"" + id + "\"}, registered: true}"))
                .isEqualTo(
                        "[{\"documentId\":\"listed\",\"operationName\":\"Listed\",\"kind\":\"QUERY\",\"firstVersion\":\"1.0\",\"uses\":\"3\","
                                + "\"problems\":[],\"deprecated\":[]}]");
        assertThat(list("{client: {eq: \"" + id + "\"}, registered: false}"))
                .isEqualTo(
                        "[{\"documentId\":\"" + Sha256.hex(FREE)
                                + "\",\"operationName\":\"Free\",\"kind\":\"QUERY\",\"firstVersion\":null,\"uses\":\"1\",\"problems\":[],\"deprecated\":[]}]");
        assertThat(list("{client: {eq: \"" + id + "\"}, unusedSince: \"2026-01-01T00:00:00Z\"}"))
                .isEqualTo("[]");
        assertThat(owner.data("{ persistedDocuments(first: 5, where: {client: {eq: \"" + id
                                + "\"}, registered: true}) { nodes { client { code } usage { version uses } } } }")
                        .at("/persistedDocuments/nodes/0")
                        .toString())
                .contains("{\"version\":\"1.1\",\"uses\":\"2\"}", "{\"version\":null,\"uses\":\"1\"}", "\"counted\"");

        answer(client, Map.of("documentId", "listed"));
        uses.write();
        assertThat(list("{client: {eq: \"" + id + "\"}, registered: true}")).contains("\"uses\":\"4\"");

        register("counted", "1.2", Map.of("free", FREE));
        assertThat(list("{client: {eq: \"" + id + "\"}, registered: false}")).isEqualTo("[]");
    }

    private String list(String where) {
        return owner.data("{ persistedDocuments(first: 5, where: " + where
                        + ") { nodes { documentId operationName kind firstVersion uses problems deprecated } } }")
                .at("/persistedDocuments/nodes")
                .toString();
    }

    @Test
    void a_document_that_is_asked_with_variables_is_looked_through() {
        String id = create("varied", "APQ");
        register(
                "varied",
                "1",
                Map.of(
                        "varied",
                        "query Varied($id: ID!, $more: Boolean!) { product(id: $id) { id name @include(if: $more) } }"));
        assertThat(list("{client: {eq: \"" + id + "\"}}"))
                .isEqualTo(
                        "[{\"documentId\":\"varied\",\"operationName\":\"Varied\",\"kind\":\"QUERY\",\"firstVersion\":\"1\",\"uses\":\"0\",\"problems\":[],\"deprecated\":[]}]");
    }

    @Test
    void a_hash_stands_for_a_text_that_is_registered_by_another_id() {
        String web = create("web", "APQ");
        register("web", "1", Map.of("free", FREE));
        Client client = anybody.with("Merkato-Client", "web");
        for (String mode : List.of("APQ", "AUDIT")) {
            mode(web, mode);
            assertThat(answer(client, both(FREE))).isEqualTo("200 {\"viewer\":{\"permissions\":[]}}");
            assertThat(answer(client, hash(Sha256.hex(FREE)))).isEqualTo("200 {\"viewer\":{\"permissions\":[]}}");
        }
        assertThat(answer(client, hash("\0"))).isEqualTo("200 PERSISTED_QUERY_NOT_FOUND");
        mode(web, "IDS_ONLY");
        assertThat(answer(client, hash(Sha256.hex(FREE)))).isEqualTo("404 PERSISTED_QUERY_NOT_IN_LIST");
    }

    @Test
    void an_id_may_be_the_hash_of_another_text_that_was_only_seen() {
        String web = create("web", "AUDIT");
        answer(anybody.with("Merkato-Client", "web"), Map.of("query", FREE));
        uses.write();
        assertThat(list("{client: {eq: \"" + web + "\"}, registered: false}")).contains("Free");

        assertThat(register("web", "1", Map.of(Sha256.hex(FREE), LISTED)).toString())
                .isEqualTo(
                        "{\"registered\":1,\"unchanged\":0,\"clientApplication\":{\"documents\":1,\"version\":2},\"userErrors\":[]}");
        assertThat(list("{client: {eq: \"" + web + "\"}, registered: false}")).isEqualTo("[]");
    }

    @Test
    void what_is_deleted_is_asked_for_in_vain() {
        String id = create("gone", "SAFELIST");
        register("gone", "1", Map.of("listed", LISTED));
        Client client = anybody.with("Merkato-Client", "gone");
        assertThat(answer(client, Map.of("documentId", "listed"))).startsWith("200");
        assertThat(owner.data(
                                "mutation ($id: ID!) { clientApplicationDelete(id: $id) { clientApplicationId userErrors { code } } }",
                                Map.of("id", id))
                        .at("/clientApplicationDelete/clientApplicationId")
                        .asString())
                .isEqualTo(id);
        assertThat(answer(client, Map.of("documentId", "listed"))).startsWith("404");
    }
}
