package io.merkato.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.Merchants.Merchant;
import io.merkato.MerkatoTest;
import io.merkato.Patience;
import io.merkato.Statements;
import io.merkato.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@MerkatoTest
class ApiKeysTest {

    private static final String CREATE = """
            mutation ($input: ApiKeyCreateInput!) {
                apiKeyCreate(input: $input) {
                    apiKey { id name prefix permissions storeIds createdBy expiresAt lastUsedAt revokedAt }
                    secret
                    userErrors { code path }
                }
            }""";
    private static final String WHO = "{ viewer { user { id } apiKey { name prefix } permissions storeIds } }";

    private final Merchants merchants;
    private final Client client;
    private final ApiKeys apiKeys;
    private final Statements statements;
    private final Merchant merchant;
    private final Client owner;
    private final Client admin;

    ApiKeysTest(Merchants merchants, Client client, ApiKeys apiKeys, Statements statements) {
        this.merchants = merchants;
        this.client = client;
        this.apiKeys = apiKeys;
        this.statements = statements;
        this.merchant = merchants.open();
        this.owner = merchants.staff(merchant, BuiltInRole.OWNER);
        this.admin = merchants.staff(merchant, BuiltInRole.ADMIN);
    }

    @Test
    void a_key_does_what_it_was_made_for_and_names_its_merchant_by_itself() {
        JsonNode made = create(owner, List.of("CATALOG_READ", "ORDERS_READ"), Map.of("every", true), null);
        String secret = made.get("secret").asString();

        assertThat(secret).matches("mk_[A-Za-z0-9]{8}_[0-9a-z]{26}_[A-Za-z0-9_-]{43}");
        assertThat(made.at("/apiKey/prefix").asString()).isEqualTo(secret.substring(0, 11));
        assertThat(client.as(secret).data(WHO).get("viewer").toString())
                .isEqualTo("{\"user\":null,\"apiKey\":{\"name\":\"Till\",\"prefix\":\"" + secret.substring(0, 11)
                        + "\"},\"permissions\":[\"CATALOG_READ\",\"ORDERS_READ\"],\"storeIds\":null}");
        assertThat(client.as(secret)
                        .run("{ members(first: 1) { nodes { id } } }")
                        .at("/errors/0/extensions/permission")
                        .asString())
                .isEqualTo("STAFF_MANAGE");
    }

    @Test
    void a_key_may_be_for_some_stores_only() {
        String store =
                owner.data("{ viewer { store { id } } }").at("/viewer/store/id").asString();
        String secret = create(owner, List.of("CATALOG_READ"), Map.of("only", List.of(store)), null)
                .get("secret")
                .asString();

        assertThat(client.as(secret).data(WHO).at("/viewer/storeIds").toString())
                .isEqualTo("[\"" + store + "\"]");
    }

    @Test
    void nobody_makes_a_key_beyond_their_own_rights() {
        for (String above : List.of("TENANT_MANAGE", "PLATFORM_OPERATE")) {
            assertThat(create(admin, List.of("CATALOG_READ", above), Map.of("every", true), null)
                            .get("userErrors")
                            .toString())
                    .isEqualTo("[{\"code\":\"NOT_ALLOWED\",\"path\":[\"input\",\"permissions\"]}]");
        }
        String secret = create(admin, List.of("API_KEYS_MANAGE"), Map.of("every", true), null)
                .get("secret")
                .asString();
        assertThat(create(client.as(secret), List.of("CATALOG_READ"), Map.of("every", true), null)
                        .get("userErrors")
                        .toString())
                .as("a key is bound as people are")
                .isEqualTo("[{\"code\":\"NOT_ALLOWED\",\"path\":[\"input\",\"permissions\"]}]");
        assertThat(merchants
                        .staff(merchant, BuiltInRole.ORDERS)
                        .run(CREATE, Map.of("input", input(List.of(), Map.of("every", true), null)))
                        .at("/errors/0/extensions/code")
                        .asString())
                .isEqualTo("FORBIDDEN");
    }

    @Test
    void nothing_is_never_everything() {
        assertThat(create(owner, List.of(), Map.of("every", true), null)
                        .get("userErrors")
                        .toString())
                .isEqualTo("[{\"code\":\"REQUIRED\",\"path\":[\"input\",\"permissions\"]}]");
        for (Object none : List.of(Map.of("only", List.of()), Map.of("every", false))) {
            assertThat(create(owner, List.of("CATALOG_READ"), none, null)
                            .get("userErrors")
                            .toString())
                    .isEqualTo("[{\"code\":\"REQUIRED\",\"path\":[\"input\",\"stores\"]}]");
        }
        for (String missing : List.of("permissions", "stores", "name")) {
            var input = input(List.of("CATALOG_READ"), Map.of("every", true), null);
            input.remove(missing);
            assertThat(owner.run(CREATE, Map.of("input", input))
                            .at("/data/apiKeyCreate")
                            .isObject())
                    .as(missing)
                    .isFalse();
            input.put(missing, null);
            assertThat(owner.run(CREATE, Map.of("input", input))
                            .at("/data/apiKeyCreate")
                            .isObject())
                    .as(missing)
                    .isFalse();
        }
    }

    @Test
    void a_key_revoked_expired_or_malformed_is_refused() throws SQLException {
        JsonNode made = create(owner, List.of("CATALOG_READ"), Map.of("every", true), "2100-01-01T00:00:00Z");
        String secret = made.get("secret").asString();
        assertThat(works(secret)).isTrue();

        assertThat(owner.data(
                                "mutation ($id: ID!) { apiKeyRevoke(id: $id) { apiKey { revokedAt } userErrors { code } } }",
                                Map.of("id", made.at("/apiKey/id").asString()))
                        .at("/apiKeyRevoke/apiKey/revokedAt")
                        .isString())
                .isTrue();
        assertThat(works(secret)).isFalse();

        String other = create(owner, List.of("CATALOG_READ"), Map.of("every", true), "2100-01-01T00:00:00Z")
                .get("secret")
                .asString();
        try (Connection superuser = TestDatabase.superuser()) {
            superuser
                    .createStatement()
                    .execute(
                            "update identity.api_key set created_at = now() - interval '2 days', expires_at = now() - interval '1 day' where prefix = '"
                                    + other.substring(0, 11) + "'");
        }
        assertThat(works(other)).isFalse();
        assertThat(works(other.substring(0, 11))).isFalse();
        assertThat(works(other.substring(0, other.length() - 1))).isFalse();
        assertThat(create(owner, List.of("CATALOG_READ"), Map.of("every", true), "2000-01-01T00:00:00Z")
                        .get("userErrors")
                        .toString())
                .isEqualTo("[{\"code\":\"OUT_OF_RANGE\",\"path\":[\"input\",\"expiresAt\"]}]");
    }

    @Test
    void a_key_makes_none_that_outlives_it() {
        Client maker = client.as(
                create(owner, List.of("API_KEYS_MANAGE", "CATALOG_READ"), Map.of("every", true), "2100-01-01T00:00:00Z")
                        .get("secret")
                        .asString());

        for (@Nullable String later : new @Nullable String[] {null, "2100-01-01T00:00:01Z"}) {
            assertThat(create(maker, List.of("CATALOG_READ"), Map.of("every", true), later)
                            .get("userErrors")
                            .toString())
                    .isEqualTo("[{\"code\":\"OUT_OF_RANGE\",\"path\":[\"input\",\"expiresAt\"]}]");
        }
        assertThat(create(maker, List.of("CATALOG_READ"), Map.of("every", true), "2100-01-01T00:00:00Z")
                        .get("userErrors"))
                .isEmpty();
    }

    @Test
    void what_a_key_makes_says_that_a_key_made_it_whatever_its_name() {
        var input = input(List.of("API_KEYS_MANAGE", "CATALOG_READ"), Map.of("every", true), null);
        input.put("name", "owner@abol.example");
        JsonNode maker = owner.data(CREATE, Map.of("input", input)).get("apiKeyCreate");
        Client program = client.as(maker.get("secret").asString());

        assertThat(create(program, List.of("CATALOG_READ"), Map.of("every", true), null)
                        .at("/apiKey/createdBy")
                        .asString())
                .isEqualTo(maker.at("/apiKey/prefix").asString() + " owner@abol.example");
    }

    @Test
    void no_other_key_is_looked_for_again_because_one_was_revoked() {
        JsonNode made = create(owner, List.of("CATALOG_READ"), Map.of("every", true), null);
        String id = made.at("/apiKey/id").asString();
        String other = create(owner, List.of("CATALOG_READ"), Map.of("every", true), null)
                .get("secret")
                .asString();
        assertThat(works(made.get("secret").asString())).isTrue();
        assertThat(works(other)).isTrue();

        for (int i = 0; i < 2; i++) {
            owner.data("mutation ($id: ID!) { apiKeyRevoke(id: $id) { userErrors { code } } }", Map.of("id", id));

            assertThat(works(made.get("secret").asString())).isFalse();
            assertThat(statements.of(() -> works(other)))
                    .filteredOn(sql -> sql.contains("\"api_key\"") && sql.contains("\"hash\" ="))
                    .isEmpty();
        }
    }

    @Test
    void a_key_works_at_its_own_merchant_only() {
        Merchant other = merchants.open();
        JsonNode made = create(owner, List.of("API_KEYS_MANAGE", "CATALOG_READ"), Map.of("every", true), null);
        String secret = made.get("secret").asString();

        assertThat(client.in(other.slug())
                        .as(secret)
                        .run(WHO)
                        .at("/errors/0/extensions/reason")
                        .asString())
                .isEqualTo("TENANT_MISMATCH");
        String moved = secret.substring(0, 12) + other.tenant().id().text().substring(7) + secret.substring(38);
        assertThat(works(moved)).isFalse();
        assertThat(merchants
                        .staff(other, BuiltInRole.OWNER)
                        .data(
                                "mutation ($id: ID!) { apiKeyRevoke(id: $id) { userErrors { code path } } }",
                                Map.of("id", made.at("/apiKey/id").asString()))
                        .at("/apiKeyRevoke/userErrors")
                        .toString())
                .isEqualTo("[{\"code\":\"NOT_FOUND\",\"path\":[\"id\"]}]");
        assertThat(works(secret)).isTrue();
    }

    @Test
    void when_it_was_used_is_written_once_for_many_requests() {
        JsonNode made = create(owner, List.of("CATALOG_READ"), Map.of("every", true), null);
        for (int i = 0; i < 3; i++) {
            assertThat(works(made.get("secret").asString())).isTrue();
        }
        apiKeys.writeUsed();

        Patience.await() // or what is written every 30 s is doing it
                .until(() -> owner.data("{ apiKeys(first: 1) { nodes { id lastUsedAt } } }")
                        .at("/apiKeys/nodes/0/lastUsedAt")
                        .isString());
    }

    @Test
    void without_a_merchant_the_answer_says_how_to_name_one() {
        assertThat(client.run("{ tenant { id } }").at("/errors/0/extensions").toString())
                .isEqualTo("{\"code\":\"BAD_USER_INPUT\",\"reason\":\"TENANT_REQUIRED\"}");
    }

    private boolean works(String secret) {
        return client.as(secret).run(WHO).at("/data/viewer/apiKey/name").isString();
    }

    private static JsonNode create(Client as, List<String> permissions, Object stores, @Nullable String expiresAt) {
        return as.data(CREATE, Map.of("input", input(permissions, stores, expiresAt)))
                .get("apiKeyCreate");
    }

    private static Map<String, @Nullable Object> input(
            List<String> permissions, Object stores, @Nullable String expiresAt) {
        var input = new HashMap<String, @Nullable Object>(
                Map.of("name", "Till", "permissions", permissions, "stores", stores));
        input.put("expiresAt", expiresAt);
        return input;
    }
}
