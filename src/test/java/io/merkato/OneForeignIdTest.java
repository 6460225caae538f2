package io.merkato;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLSchema;
import io.merkato.api.Audience;
import io.merkato.api.Permission;
import io.merkato.api.TypeId;
import io.merkato.api.Uuid7;
import io.merkato.identity.BuiltInRole;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.graphql.execution.GraphQlSource;
import tools.jackson.databind.JsonNode;

/**
 * Asks every field that takes several ids for one of another tenant's among one's own, at each place in turn: it is answered like an id that
 * never existed, and nothing has changed at either tenant. All are of the kind that is asked for.
 */
@MerkatoTest
class OneForeignIdTest {

    private static final String MINE = "abol";
    private static final String THEIRS = "linguere";

    /** What is to be removed need not be there. */
    private static final Set<String> NO_MATTER = Set.of(
            "priceListEntriesSet input.remove.variantId", "wishlistRemove productId", "wishlistRemove variantId");

    private final GraphQLSchema schema;
    private final Merchants merchants;
    private final Client owner;

    OneForeignIdTest(GraphQlSource source, Merchants merchants, DemoLogins logins) {
        this.schema = source.schema();
        this.merchants = merchants;
        this.owner = logins.owner(MINE);
    }

    private record Never(String prefix, UUID value) implements TypeId {}

    @TestFactory
    Stream<DynamicTest> one_foreign_id_among_ones_own_is_answered_like_one_that_never_existed() throws SQLException {
        Merchants.Merchant others = merchants.open();
        ManyRows.fill(others.tenant().id().value(), merchants.hire(others, BuiltInRole.OWNER), 2);
        Map<String, TypeId> foreign = TenantRows.ids(others.slug());
        foreign.putAll(TenantRows.ids(THEIRS));
        Map<String, TypeId> own = TenantRows.ids(MINE);
        String before = TenantRows.fingerprint(THEIRS) + TenantRows.fingerprint(MINE);
        Stream<DynamicTest> probes = Stream.of("Query", "Mutation")
                .flatMap(root -> requireNonNull(schema.getObjectType(root)).getFieldDefinitions().stream()
                        .filter(field -> !ofOperators(root, field))
                        .filter(field -> SampleCall.idPaths(field).count() > 1)
                        .map(field -> dynamicTest(field.getName(), () -> probe(root, field, foreign, own))));
        return Stream.concat(
                probes,
                Stream.of(dynamicTest(
                        "nothing has changed",
                        () -> assertThat(TenantRows.fingerprint(THEIRS) + TenantRows.fingerprint(MINE))
                                .isEqualTo(before))));
    }

    /** For a platform operator every tenant is their own. */
    private boolean ofOperators(String root, GraphQLFieldDefinition field) {
        return Audience.of(requireNonNull(schema.getObjectType(root)), field).orElseThrow()
                        instanceof Audience.Holder(Permission permission)
                && permission == Permission.PLATFORM_OPERATE;
    }

    private void probe(
            String root, GraphQLFieldDefinition field, Map<String, TypeId> foreign, Map<String, TypeId> own) {
        var ids = new LinkedHashMap<List<String>, String>();
        SampleCall.idPaths(field)
                .forEach(path -> ids.put(path, ofMine(own, field, path).text()));
        for (List<String> path : ids.keySet()) {
            if (!NO_MATTER.contains(field.getName() + " " + String.join(".", path))) {
                TypeId theirs = requireNonNull(foreign.get(IdKind.of(field, path, TenantRows.types())));
                var never = new Never(theirs.prefix(), Uuid7.next());
                assertThat(answer(root, field, ids, path, theirs))
                        .as(String.join(".", path) + ": " + theirs.text())
                        .isEqualTo(answer(root, field, ids, path, never));
            }
        }
    }

    /** Of what there is none, one that never existed. */
    private static TypeId ofMine(Map<String, TypeId> own, GraphQLFieldDefinition field, List<String> path) {
        String kind = IdKind.of(field, path, TenantRows.types());
        return own.getOrDefault(kind, new Never(kind, Uuid7.next()));
    }

    private String answer(
            String root, GraphQLFieldDefinition field, Map<List<String>, String> ids, List<String> path, TypeId id) {
        var given = new LinkedHashMap<>(ids);
        given.put(path, id.text());
        var call = new SampleCall(root, field, given);
        JsonNode response = owner.run(call.document(), call.arguments());
        assertThat(response.toString()).doesNotContain("INTERNAL_ERROR", "QUERY_TOO_COMPLEX");
        if (root.equals("Mutation")) {
            assertThat(response.toString())
                    .as("is refused: " + String.join(".", path))
                    .containsAnyOf("\"code\":", "\"outcome\":\"REFUSED\"");
        }
        return IdProbe.blotted(response.toString(), id.text());
    }
}
