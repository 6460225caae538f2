package io.merkato;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import io.merkato.api.Audience;
import io.merkato.identity.BuiltInRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.springframework.graphql.execution.GraphQlSource;
import tools.jackson.databind.JsonNode;

/**
 * Asks every guarded field of the schema with a credential that is absent, empty, null or has an empty list of rights or
 * of stores. Each must be refused, and nothing may have changed: a check that loops over an empty list must not pass.
 */
@MerkatoTest
class AuthorizationTest {

    private final GraphQLSchema schema;
    private final Client client;
    private final Merchants merchants;

    AuthorizationTest(GraphQlSource source, Client client, Merchants merchants) {
        this.schema = source.schema();
        this.client = client;
        this.merchants = merchants;
    }

    @TestFactory
    Stream<DynamicContainer> a_credential_without_rights_opens_nothing() throws SQLException {
        var merchant = merchants.open();
        Client there = client.in(merchant.slug());
        Map<String, Client> nobody = new TreeMap<>(Map.of(
                "absent", there,
                "empty", there.with("Authorization", ""),
                "no token", there.with("Authorization", "Bearer "),
                "null", there.as("null"),
                "an empty key", there.as("mk_")));
        Map<String, Client> powerless = new TreeMap<>(Map.of(
                "a shopper", merchants.shopper(merchant),
                "a role without permissions", withoutPermissions(merchant),
                "an owner of no store", ofNoStore(merchant),
                "a key without permissions", keyWithoutPermissions(merchant)));
        return Stream.concat(
                nobody.entrySet().stream()
                        .map(who -> container(who, merchant.slug(), Audience.SignedIn.class, Audience.Holder.class)),
                powerless.entrySet().stream().map(who -> container(who, merchant.slug(), Audience.Holder.class)));
    }

    @SafeVarargs
    private DynamicContainer container(
            Map.Entry<String, Client> who, String slug, Class<? extends Audience>... audiences) {
        String before = TenantRows.fingerprint(slug);
        return dynamicContainer(
                who.getKey(),
                Stream.concat(
                        Stream.of("Query", "Mutation", "Subscription").flatMap(root -> {
                            GraphQLObjectType type = requireNonNull(schema.getObjectType(root));
                            return type.getFieldDefinitions().stream()
                                    .filter(field -> List.of(audiences)
                                            .contains(Audience.of(type, field)
                                                    .orElseThrow()
                                                    .getClass()))
                                    .map(field ->
                                            dynamicTest(field.getName(), () -> refused(who.getValue(), root, field)));
                        }),
                        Stream.of(dynamicTest(
                                "nothing of the tenant has changed",
                                () -> assertThat(TenantRows.fingerprint(slug)).isEqualTo(before)))));
    }

    private static void refused(Client who, String root, GraphQLFieldDefinition field) {
        var call = new SampleCall(root, field, null, "");

        JsonNode response =
                root.equals("Subscription") ? firstEvent(who, call) : who.run(call.document(), call.arguments());

        assertThat(response.at("/errors/0/extensions/code").asString()).isIn("UNAUTHENTICATED", "FORBIDDEN");
        assertThat(response.at("/data/" + field.getName()).isMissingNode()
                        || response.at("/data/" + field.getName()).isNull())
                .as(response.toString())
                .isTrue();
    }

    private static JsonNode firstEvent(Client who, SampleCall call) {
        try (EventStream events = who.watch(call.document(), call.arguments())) {
            return events.nextEvent();
        }
    }

    private Client withoutPermissions(Merchants.Merchant merchant) throws SQLException {
        String email = merchants.hire(merchant, BuiltInRole.OWNER);
        tamper("""
                with bare as (
                    insert into identity.role (tenant_id, id, name) select id, gen_random_uuid(), 'Bare' from tenancy.tenant where slug = '%1$s' returning tenant_id, id)
                update identity.member m set role_id = bare.id from bare where m.tenant_id = bare.tenant_id
                """.formatted(merchant.slug()));
        return merchants.signedIn(merchant.slug(), email);
    }

    private Client ofNoStore(Merchants.Merchant merchant) throws SQLException {
        String email = merchants.hire(merchant, BuiltInRole.OWNER);
        tamper("""
                update identity.member m set every_store = false from identity.role r, tenancy.tenant t
                where m.tenant_id = t.id and t.slug = '%s' and r.tenant_id = t.id and r.id = m.role_id and r.built_in = 'OWNER'
                """.formatted(merchant.slug()));
        return merchants.signedIn(merchant.slug(), email);
    }

    private Client keyWithoutPermissions(Merchants.Merchant merchant) throws SQLException {
        Client owner = merchants.staff(merchant, BuiltInRole.OWNER);
        String key = owner.data("""
                        mutation { apiKeyCreate(input: {name: "bare", permissions: [CATALOG_READ], stores: {every: true}}) { secret userErrors { message } } }
                        """).at("/apiKeyCreate/secret").asString();
        assertThat(key).startsWith("mk_");
        tamper(
                "delete from identity.api_key_permission p using tenancy.tenant t where p.tenant_id = t.id and t.slug = '%s'"
                        .formatted(merchant.slug()));
        return client.in(merchant.slug()).as(key);
    }

    private static void tamper(String sql) throws SQLException {
        try (Connection superuser = TestDatabase.superuser()) {
            superuser.createStatement().execute(sql);
        }
    }
}
