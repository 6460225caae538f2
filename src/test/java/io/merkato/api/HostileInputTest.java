package io.merkato.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.identity.BuiltInRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a client of good will never sends is the client's fault, not ours. */
@MerkatoTest
class HostileInputTest {

    private static final String SIGN_IN = """
            mutation ($login: String!, $password: String!, $device: String) {
                signIn(input: {login: $login, password: $password, device: $device}) { userErrors { code } }
            }""";

    private final Merchants merchants;
    private final Client client;

    HostileInputTest(Merchants merchants, Client client) {
        this.merchants = merchants;
        this.client = client.in("abol");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\u0000b", "\ud800", "\udc00x", "\ud83d \ude00"})
    void text_that_cannot_be_kept_is_refused_in_any_variable(String text) {
        for (String name : List.of("login", "password", "device")) {
            var variables = new java.util.HashMap<>(Map.of("login", "a@example.com", "password", "p", "device", "d"));
            variables.put(name, text);
            String body = "{\"query\": " + quoted(SIGN_IN) + ", \"variables\": {"
                    + variables.entrySet().stream()
                            .map(each -> quoted(each.getKey()) + ": " + quoted(each.getValue()))
                            .collect(Collectors.joining(", "))
                    + "}}";
            assertRefused(body);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b", "\\u{0}", "\\u{000000}", "\ud800", "\\uD800"})
    void text_that_cannot_be_kept_is_refused_in_a_literal(String literal) {
        assertRefused("{\"query\": " + quoted("{ productBySlug(slug: \"" + literal + "\") { id } }") + "}");
        assertRefused("{\"query\": " + quoted("{ node(id: \"" + literal + "\") { id } }") + "}");
    }

    @Test
    void a_key_of_a_retry_is_text() {
        Client owner = merchants.staff(merchants.open(), BuiltInRole.OWNER);
        String fulfil =
                "mutation ($k: String!) { orderFulfil(id: \"o\") @idempotent(key: $k) { userErrors { code } } }";

        for (String key : List.of(" ", "a\u0000", "a\ud800", "\udbffb", "k".repeat(256))) {
            assertThat(message(owner, fulfil, key)).isEqualTo("The key of @idempotent has 1 to 255 characters.");
        }
        assertThat(message(owner, fulfil, "\ud83d\ude00")).isEmpty();
    }

    private static String message(Client caller, String document, String key) {
        return tools.jackson.databind.json.JsonMapper.shared()
                .readTree(caller.post(
                                "/graphql",
                                "application/json",
                                "{\"query\": " + quoted(document) + ", \"variables\": {\"k\": " + quoted(key) + "}}")
                        .body())
                .at("/errors/0/message")
                .asString("");
    }

    @Test
    void pairs_of_surrogates_are_text() {
        assertThat(client.data("query ($s: String!) { productBySlug(slug: $s) { id } }", Map.of("s", "\ud83d\ude00"))
                        .get("productBySlug")
                        .isNull())
                .isTrue();
    }

    @Test
    void a_list_is_paged_whatever_characters_its_texts_have() {
        Client owner = merchants.staff(merchants.open(), BuiltInRole.OWNER);
        List<String> names = List.of("A", "A\u001e0", "A\u001e1B", "A\u001fB", "A\u001f\u001e\u001fC", "B");
        for (String name : names) {
            assertThat(owner.data(
                                    "mutation ($n: String!) { brandCreate(input: {name: $n}) { userErrors { code } } }",
                                    Map.of("n", name))
                            .at("/brandCreate/userErrors"))
                    .isEmpty();
        }

        assertThat(paged(owner, "first: 1, after", "endCursor", names.size()))
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(paged(owner, "last: 1, before", "startCursor", names.size()))
                .containsExactlyInAnyOrderElementsOf(names);
    }

    private static List<String> paged(Client caller, String page, String next, int most) {
        var found = new ArrayList<String>();
        String document =
                "query ($c: String) { brands(%s: $c) { nodes { name } pageInfo { %s } } }".formatted(page, next);
        Map<String, Object> variables = Map.of();
        for (int i = 0; i < most; i++) {
            JsonNode brands = caller.data(document, variables).get("brands");
            brands.get("nodes").forEach(brand -> found.add(brand.get("name").asString()));
            variables = Map.of("c", brands.at("/pageInfo/" + next).asString());
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+999999999-12-31T23:59:59Z",
                "-999999999-01-01T00:00:00Z",
                "0000-01-01T00:30:00+01:00",
                "9999-12-31T23:30:00-01:00"
            })
    void a_moment_outside_the_years_of_four_digits_is_refused(String moment) {
        Client owner = merchants.staff(merchants.open(), BuiltInRole.OWNER);
        String create =
                "mutation ($at: DateTime) { apiKeyCreate(input: {name: \"k\", permissions: [CATALOG_READ], stores: {every: true}, expiresAt: $at}) { userErrors { code } } }";

        assertThat(code(owner.run(create, Map.of("at", moment)))).isEqualTo("BAD_USER_INPUT");
        assertThat(code(owner.run(create.replace("($at: DateTime)", "").replace("$at", quoted(moment)))))
                .isEqualTo("BAD_USER_INPUT");
        assertThat(code(owner.run(
                        "query ($at: DateTime) { products(first: 1, where: {createdAt: {from: $at}}) { nodes { id } } }",
                        Map.of("at", moment))))
                .isEqualTo("BAD_USER_INPUT");
    }

    @Test
    void the_last_moment_that_can_be_written_is_read_back_as_one() {
        Client owner = merchants.staff(merchants.open(), BuiltInRole.OWNER);
        assertThat(owner.data("""
                        mutation { apiKeyCreate(input: {name: "k", permissions: [CATALOG_READ], stores: {every: true},
                          expiresAt: "9999-12-31T23:59:59.999999999Z"}) { apiKey { expiresAt } } }
                        """).at("/apiKeyCreate/apiKey/expiresAt").asString())
                .isEqualTo("9999-12-31T23:59:59.999999Z");
    }

    @Test
    void a_locale_is_no_longer_than_any_language_needs() {
        String document = "query ($l: Locale) @inContext(locale: $l) { viewer { permissions } }";
        String longer =
                "en-x-" + IntStream.range(0, 2_000).mapToObj(i -> "abcdefgh").collect(Collectors.joining("-"));

        JsonNode refused = client.run(document, Map.of("l", longer));
        assertThat(code(refused)).isEqualTo("BAD_USER_INPUT");
        assertThat(refused.toString().length()).isLessThan(400);
        assertThat(client.run(document, Map.of("l", "zh-Hant-TW")).has("errors"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', delimiter = '|', textBlock = """
            {"a\\u0000": 1}|input.settings has a name with a NUL or half a surrogate pair.
            {"a": {"\\ud800": 1}}|input.settings.a has a name with a NUL or half a surrogate pair.
            {"a": 1e400}|input.settings.a is a number of more than 400 digits.
            {"a": [-1e999999999]}|input.settings.a.0 is a number of more than 400 digits.
            """)
    void json_that_cannot_be_kept_is_refused_in_a_variable(String settings, String words) {
        assertThat(update("mutation ($s: JSON)", "$s", settings)).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e131072", "1e-401", "1e999999999", "1e2147483648", "1e-999999999"})
    void a_number_that_is_too_long_to_be_kept_is_refused_in_a_literal(String number) {
        assertThat(update("mutation", "{a: " + number + "}", "null"))
                .isEqualTo("input.settings.a is a number of more than 400 digits.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e308", "-4.9e-324", "0.5", "12345678901234567890"})
    void numbers_that_programs_count_with_are_kept(String number) {
        assertThat(update("mutation ($s: JSON)", "$s", "{\"a\": " + number + "}"))
                .isEmpty();
        assertThat(update("mutation", "{a: " + number + "}", "null")).isEmpty();
    }

    private String update(String operation, String settings, String variable) {
        Client owner = merchants.staff(merchants.open(), BuiltInRole.OWNER);
        String document =
                operation + " { tenantUpdate(input: {settings: " + settings + "}) { userErrors { message } } }";
        return tools.jackson.databind.json.JsonMapper.shared()
                .readTree(owner.post(
                                "/graphql",
                                "application/json",
                                "{\"query\": " + quoted(document) + ", \"variables\": {\"s\": " + variable + "}}")
                        .body())
                .at("/errors/0/message")
                .asString("");
    }

    @Test
    void a_header_may_name_many_languages_of_which_the_first_count() {
        String languages =
                "am, " + IntStream.range(0, 300).mapToObj(i -> "en-x-l" + i).collect(Collectors.joining(", "));
        for (Client anyone : List.of(client, client.in(""))) {
            assertThat(anyone.with("Accept-Language", languages)
                            .data("{ viewer { permissions } }")
                            .at("/viewer/permissions")
                            .toString())
                    .isEqualTo("[]");
        }
    }

    private void assertRefused(String body) {
        JsonNode answer = tools.jackson.databind.json.JsonMapper.shared()
                .readTree(client.post("/graphql", "application/json", body).body());
        assertThat(code(answer)).as(answer.toString()).isEqualTo("BAD_USER_INPUT");
    }

    private static String code(JsonNode answer) {
        return answer.at("/errors/0/extensions/code").asString("");
    }

    /** As JSON, in ASCII: a half of a pair goes as its escape. */
    private static String quoted(String text) {
        return text.chars()
                .mapToObj(unit -> unit < ' ' || unit > '~' || unit == '"' || unit == '\\'
                        ? String.format("\\u%04x", unit)
                        : String.valueOf((char) unit))
                .collect(Collectors.joining("", "\"", "\""));
    }
}
