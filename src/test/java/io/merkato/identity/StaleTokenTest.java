package io.merkato.identity;

import static io.merkato.Merchants.PASSWORD;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLSchema;
import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.api.Sha256;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.graphql.execution.GraphQlSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@MerkatoTest
class StaleTokenTest {

    private static final String SIGN_IN =
            "mutation ($l: String!, $p: String!) { signIn(input: {login: $l, password: $p}) { tokens { accessToken refreshToken } userErrors { code } } }";

    private final Client client;
    private final GraphQLSchema schema;
    private final String email = Merchants.email();
    private final JsonNode tokens;
    private final String expired;

    StaleTokenTest(Client client, People people, AccessTokens accessTokens, GraphQlSource source) {
        this.client = client;
        this.schema = source.schema();
        people.enrol(email, null, PASSWORD);
        this.tokens = client.data(SIGN_IN, Map.of("l", email, "p", PASSWORD)).at("/signIn/tokens");
        Caller.Person person = accessTokens.verify(tokens.get("accessToken").asString());
        this.expired = accessTokens.mint(
                person.user(),
                requireNonNull(person.session()),
                null,
                Instant.now().minus(Duration.ofHours(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "undefined", "mk_gone", "EXPIRED"})
    void what_renews_a_credential_works_with_a_stale_one(String token) {
        Client stale = client.as(token.equals("EXPIRED") ? expired : token);

        assertThat(stale.data(
                                "mutation ($t: String!) { tokenRefresh(input: {refreshToken: $t}) { tokens { accessToken } } }",
                                Map.of("t", tokens.get("refreshToken").asString()))
                        .at("/tokenRefresh/tokens/accessToken")
                        .isString())
                .isTrue();
        assertThat(stale.data(SIGN_IN, Map.of("l", email, "p", PASSWORD))
                        .at("/signIn/tokens/accessToken")
                        .isString())
                .isTrue();
        assertThat(stale.data(
                                "mutation ($l: String!) { passwordResetRequest(input: {login: $l}) { userErrors { code } } }",
                                Map.of("l", Merchants.email()))
                        .at("/passwordResetRequest/userErrors")
                        .size())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mutation { __typename %s }",
                "mutation { ... on Mutation { %s } }",
                "mutation { ...renewing } fragment renewing on Mutation { ... { %s __typename } }"
            })
    void what_renews_a_credential_may_be_asked_for_beside_its_type_and_in_fragments(String document) {
        String renewing = "tokenRefresh(input: {refreshToken: \"none\"}) { userErrors { code } }";

        assertThat(client.as(expired)
                        .data(document.formatted(renewing))
                        .at("/tokenRefresh/userErrors/0/code")
                        .asString())
                .isEqualTo("INVALID_TOKEN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ viewer { permissions } }",
                "query { __typename }",
                "mutation { signOut { userErrors { code } } }",
                "mutation { tokenRefresh(input: {refreshToken: \\\"x\\\"}) { userErrors { code } } signOut { userErrors { code } } }",
                "mutation { __typename }",
                "mutation { ... on Mutation { signOut { userErrors { code } } } }",
                "mutation { ...other } fragment other on Mutation { signOut { userErrors { code } } }",
                "mutation A { signIn(input: {login: \\\"x\\\", password: \\\"x\\\"}) { userErrors { code } } } mutation B { signOut { userErrors { code } } }",
                "{ unreadable"
            })
    void everything_else_is_refused_and_told_whether_to_renew(String document) {
        String body = "{\"query\": \"" + document + "\"}";

        assertRefused(client.as(expired).post("/graphql", "application/json", body), "EXPIRED");
        assertRefused(client.as(expired + "x").post("/graphql", "application/json", body), "INVALID");
        assertRefused(
                client.as(expired)
                        .with("Accept", "application/graphql-response+json")
                        .post("/graphql", "application/json", body),
                "EXPIRED");
    }

    @Test
    void other_addresses_refuse_alike() {
        assertRefused(client.as(expired).get("/exports/products.csv"), "EXPIRED");
    }

    @Test
    void a_session_that_ended_is_not_to_be_renewed() {
        Client mine = client.as(tokens.get("accessToken").asString());
        mine.data("mutation { signOut { userErrors { code } } }");

        assertThat(mine.run("{ viewer { permissions } }")
                        .at("/errors/0/extensions/reason")
                        .asString())
                .isEqualTo("INVALID");
    }

    @Test
    void of_what_is_refused_no_text_is_remembered() {
        String text = "query Refused { viewer { permissions } }";
        Map<String, ?> named = Map.of("persistedQuery", Map.of("version", 1, "sha256Hash", Sha256.hex(text)));
        JsonMapper json = JsonMapper.shared();
        assertRefused(
                client.as(expired)
                        .post(
                                "/graphql",
                                "application/json",
                                json.writeValueAsString(Map.of("query", text, "extensions", named))),
                "EXPIRED");

        assertThat(client.post("/graphql", "application/json", json.writeValueAsString(Map.of("extensions", named)))
                        .body())
                .contains("PERSISTED_QUERY_NOT_FOUND");
    }

    @Test
    void what_renews_is_public_in_the_schema() {
        for (String field : StaleCredentials.RENEWING) {
            assertThat(requireNonNull(schema.getMutationType())
                            .getFieldDefinition(field)
                            .hasAppliedDirective("public"))
                    .as(field)
                    .isTrue();
        }
    }

    private static void assertRefused(HttpResponse<String> response, String reason) {
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer error=\"invalid_token\"");
        assertThat(response.body())
                .contains("{\"code\":\"UNAUTHENTICATED\",\"reason\":\"" + reason + "\"}")
                .doesNotContain("\"data\"");
    }
}
