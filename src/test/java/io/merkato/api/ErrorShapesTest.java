package io.merkato.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.identity.BuiltInRole;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever is wrong with a request: each error has a code of the closed list, words for people, and no word of our classes. */
@MerkatoTest
class ErrorShapesTest {

    private static final Set<String> CODES =
            Arrays.stream(FaultCode.values()).map(Enum::name).collect(Collectors.toSet());
    private static final Pattern CLASS_NAME = Pattern.compile(
            "([a-z]+\\.){2,}[A-Z]|Exception|(String|Int|Object|Enum|Boolean)Value|LinkedHashMap|ANTLR|WrongType|Undefined@");

    private final Client client;
    private final Merchants merchants;

    ErrorShapesTest(Client client, Merchants merchants) {
        this.client = client;
        this.merchants = merchants;
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', delimiter = '|', textBlock = """
            {"query": "{ a"}|Invalid syntax with offending token '<EOF>' at line 1 column 4.
            {"query": "{ a(x: \\"\\u0001 }"}|Invalid syntax at line 1 column 8.
            {"query": ""}|Invalid syntax with offending token '<EOF>' at line 1 column 1.
            {"query": "{ nope }"}|Field 'nope' in type 'Query' is undefined.
            {"query": "query ($f: Int = \\"x\\") { products(first: $f) { nodes { id } } }"}|Bad default value for type 'Int'.
            {"query": "{ viewer { actor } }"}|Field 'actor' in type 'Viewer' is undefined.
            {"query": "{ products(first: \\"x\\") { nodes { id } } }"}|Argument 'first' is not a valid 'Int'.
            {"query": "{ products(first: 1, where: 3) { nodes { id } } }"}|Argument 'where' must be an object type.
            {"query": "{ products(first: 1, where: {foo: 1}) { nodes { id } } }"}|Argument 'where' contains a field not in 'ProductWhere': 'foo'.
            {"query": "{ products(first: 1, sort: {key: FOO, direction: ASC}) { nodes { id } } }"}|Argument 'sort.key' is not a valid 'ProductSortKey'.
            {"query": "query @inContext(locale: \\"!!\\") { viewer { permissions } }"}|Argument 'locale' is not a valid 'Locale' - '!!' is not a Locale.
            {"query": "query A { viewer { permissions } } query B { viewer { permissions } }"}|Must provide operation name if query contains multiple operations.
            {"query": "query A { viewer { permissions } }", "operationName": "C"}|Unknown operation named 'C'.
            {"query": "query($f: Int) { products(first: $f) { nodes { id } } }", "variables": {"f": {"a": 1}}}|Variable 'f' has an invalid value: Expected a value that can be converted to type 'Int'.
            {"query": "query($f: Int!) { products(first: $f) { nodes { id } } }"}|Variable 'f' has an invalid value: Variable 'f' has coerced Null value for NonNull type 'Int!'.
            {"query": "query($f: String) { products(first: $f) { nodes { id } } }"}|Variable 'f' of type 'String' used in position expecting type 'Int'.
            {"query": "query($w: ProductWhere) { products(first: 1, where: $w) { nodes { id } } }", "variables": {"w": "x"}}|Variable 'w' has an invalid value.
            {"query": "query($w: ProductWhere) { products(first: 1, where: $w) { nodes { id } } }", "variables": {"w": {"x": 1}}}|The variables input contains a field name 'x' that is not defined for input object type 'ProductWhere'.
            {"query": "query($m: AttributeValueMatch!) { products(first: 1, where: {attributes: [{code: \\"roast\\", match: $m}]}) { nodes { id } } }", "variables": {"m": {"options": null}}}|OneOf type field 'AttributeValueMatch.options' must be non-null.
            {"query": "query($m: AttributeValueMatch!) { products(first: 1, where: {attributes: [{code: \\"roast\\", match: $m}]}) { nodes { id } } }", "variables": {"m": {"options": [], "number": {}}}}|Exactly one key must be specified for OneOf type 'AttributeValueMatch'.
            {"query": "query($w: ProductWhere) { products(first: 1, where: $w) { nodes { id } } }", "variables": {"w": {"and": [{}, {"price": {"min": "x"}}]}}}|Variable 'w.and.1.price.min' has an invalid value: 'x' is not a Decimal.
            {"query": "query($w: ProductWhere) { products(first: 1, where: $w) { nodes { id } } }", "variables": {"w": {"or": [{"createdAt": {"from": "never"}}]}}}|Variable 'w.or.0.createdAt.from' has an invalid value: 'never' is not a DateTime.
            {"query": "query($w: ProductWhere) { products(first: 1, where: $w) { nodes { id } } }", "variables": {"w": {"attributes": [{"code": 5, "match": {"options": ["a"]}}]}}}|Variable 'w.attributes.0.code' has an invalid value: Expected a String input.
            {"query": "{ products { nodes { id } } }"}|Give one of first and last.
            """)
    void a_document_that_cannot_run_is_bad_input_in_words_of_the_schema(String body, String message) {
        JsonNode error = only(json(client.in("abol").post("/graphql", "application/json", body)));

        assertThat(error.get("message").asString()).isEqualTo(message);
        assertThat(error.at("/extensions").toString()).isEqualTo("{\"code\":\"BAD_USER_INPUT\"}");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', delimiter = '|', textBlock = """
            application/json|{"query":|400
            application/json|{}|400
            application/json|[{"query": "{ viewer { permissions } }"}]|400
            application/json|{"query": "{ viewer { permissions } }", "variables": "x"}|400
            application/json|~~|400
            text/plain|{ viewer { permissions } }|415
            application/x-www-form-urlencoded|query=a|415
            application/json; charset=none|{"query": "{ viewer { permissions } }"}|415
            """)
    void a_body_that_is_no_request_is_answered_in_the_same_shape(String contentType, String body, int status) {
        HttpResponse<String> response = client.post("/graphql", contentType, body);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(only(json(response)).at("/extensions").toString()).isEqualTo("{\"code\":\"BAD_USER_INPUT\"}");
    }

    @Test
    void addresses_and_methods_that_are_none_are_answered_in_the_same_shape() {
        assertThat(only(json(client.get("/nowhere"))).at("/extensions/code").asString())
                .isEqualTo("NOT_FOUND");
        HttpResponse<String> get = client.get("/graphql");
        assertThat(get.statusCode()).isEqualTo(400);
        assertThat(only(json(get)).at("/extensions/code").asString()).isEqualTo("BAD_USER_INPUT");
    }

    @Test
    void a_body_of_more_than_256_kB_is_refused_and_one_of_less_is_read() {
        String document = "{\"query\": \"{ viewer { permissions } }\", \"variables\": {\"x\": \"%s\"}}";

        HttpResponse<String> large =
                client.post("/graphql", "application/json", document.formatted("a".repeat(256 * 1024)));
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(only(json(large)).at("/extensions/code").asString()).isEqualTo("BAD_USER_INPUT");

        HttpResponse<String> small =
                client.post("/graphql", "application/json", document.formatted("a".repeat(255 * 1024)));
        assertThat(json(small).at("/data/viewer/permissions").toString()).isEqualTo("[]");
    }

    @Test
    void credentials_tenants_and_rights_have_their_own_codes() {
        Merchants.Merchant merchant = merchants.open();
        Client nobody = client.in(merchant.slug());
        String audit = "{ auditLog(first: 1) { nodes { id } } }";

        assertThat(code(client.as("not-a-token").run("{ viewer { permissions } }")))
                .isEqualTo("UNAUTHENTICATED");
        assertThat(code(client.in("no-such-tenant").run("{ viewer { permissions } }")))
                .isEqualTo("NOT_FOUND");
        assertThat(code(nobody.run(audit))).isEqualTo("UNAUTHENTICATED");
        assertThat(code(merchants.staff(merchant, BuiltInRole.CATALOGUE).run(audit)))
                .isEqualTo("FORBIDDEN");
        assertThat(code(client.get("/exports/products.csv"))).isEqualTo("NOT_FOUND");
        assertThat(code(nobody.get("/exports/products.csv"))).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void of_many_errors_five_are_told() {
        JsonNode answer = client.run("{ a b c d e f g h }");

        assertThat(errors(answer)).hasSize(5);
        assertThat(errors(answer).getLast().get("message").asString())
                .isEqualTo("Field 'e' in type 'Query' is undefined.");
    }

    @Test
    void documents_too_large_to_parse_are_too_complex() {
        assertThat(code(client.run("{ " + "a ".repeat(16_000) + "}"))).isEqualTo("QUERY_TOO_COMPLEX");
    }

    @Test
    void what_cannot_be_watched_says_why_in_the_same_shape() {
        String refused = client.with("Accept", "text/event-stream")
                .post("/graphql", "application/json", "{\"query\": \"subscription { nope }\"}")
                .body();
        assertThat(refused)
                .isEqualTo(
                        "event:next\ndata:{\"errors\":[{\"message\":\"Field 'nope' in type 'Subscription' is undefined.\","
                                + "\"locations\":[{\"line\":1,\"column\":16}],\"extensions\":{\"code\":\"BAD_USER_INPUT\"}}]}\n\nevent:complete\ndata:\n\n");
        String unreadable = client.with("Accept", "text/event-stream")
                .post("/graphql", "application/json", "{")
                .body();
        assertThat(code(JsonMapper.shared().readTree(unreadable))).isEqualTo("BAD_USER_INPUT");
    }

    @Test
    void nothing_but_a_subscription_is_answered_by_events_or_carried_out_for_them() {
        String refusal =
                "event:next\ndata:{\"errors\":[{\"message\":\"Only subscriptions are answered by events.\",\"extensions\":{\"code\":\"BAD_USER_INPUT\"}}]}\n\nevent:complete\ndata:\n\n";
        assertThat(client.with("Accept", "text/event-stream")
                        .post("/graphql", "application/json", "{\"query\":\"{ __typename }\"}")
                        .body())
                .isEqualTo(refusal);
        Client owner = merchants.staff(merchants.open(), BuiltInRole.OWNER);
        assertThat(owner.with("Accept", "text/event-stream")
                        .post(
                                "/graphql",
                                "application/json",
                                "{\"query\":\"mutation { brandCreate(input: {name: \\\"Kiln\\\"}) { userErrors { code } } }\"}")
                        .body())
                .isEqualTo(refusal);
        assertThat(owner.data("{ brands(first: 1) { nodes { name } } }")
                        .at("/brands/nodes")
                        .toString())
                .isEqualTo("[]");
    }

    @Test
    void a_socket_tells_errors_in_the_same_shape() {
        Client owner = merchants.staff(merchants.open(), BuiltInRole.OWNER);
        try (var socket = owner.socketByHandshake()) {
            assertThat(socket.begin(Map.of())).contains("connection_ack");

            JsonNode message =
                    socket.subscribe("1", "subscription { nope }", Map.of()).nextMessage();
            assertThat(message.get("type").asString()).isEqualTo("error");
            assertThat(code(message.get("payload").get(0))).isEqualTo("BAD_USER_INPUT");

            message = socket.subscribe("2", "{ viewer { permissions(", Map.of()).nextMessage();
            assertThat(message.get("id").asString()).isEqualTo("2");
            assertThat(code(message.get("payload").get(0))).isEqualTo("BAD_USER_INPUT");
        }
    }

    @Test
    void words_of_the_libraries_are_left_out() {
        assertThat(ForeignError.words("could not read io.merkato.catalog.Product$Id@1f2e3d4c"))
                .isEqualTo("The document or its variables are not valid.");
        assertThat(ForeignError.words("")).isEqualTo("The document or its variables are not valid.");
        assertThat(
                        ForeignError.words(
                                "Validation error (WrongType@[a/b]) : argument 'x' with value 'ObjectValue{a=1}' is missing required fields '[key]'"))
                .isEqualTo("Argument 'x' is missing required fields '[key]'.");
    }

    private static JsonNode json(HttpResponse<String> response) {
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        return JsonMapper.shared().readTree(response.body());
    }

    private static List<JsonNode> errors(JsonNode answer) {
        return answer.get("errors").valueStream().toList();
    }

    private static JsonNode only(JsonNode answer) {
        assertThat(errors(answer)).hasSize(1);
        code(answer);
        return errors(answer).getFirst();
    }

    private static String code(HttpResponse<String> response) {
        return code(json(response));
    }

    /** The code of the first, where all of them are as they have to be. */
    private static String code(JsonNode answer) {
        List<JsonNode> errors = answer.has("errors") ? errors(answer) : List.of(answer);
        assertThat(errors).isNotEmpty().allSatisfy(error -> {
            assertThat(error.propertyNames()).isSubsetOf("message", "locations", "path", "extensions");
            assertThat(error.get("message").asString()).isNotBlank().doesNotContainPattern(CLASS_NAME);
            assertThat(error.at("/extensions/code").asString()).isIn(CODES);
            assertThat(error.get("extensions").has("classification")).isFalse();
        });
        return errors.getFirst().at("/extensions/code").asString();
    }
}
