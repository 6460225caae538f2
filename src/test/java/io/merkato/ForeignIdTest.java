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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.graphql.execution.GraphQlSource;

/**
 * Asks every field of the schema for ids that are none of the caller's, wherever it takes an id: another tenant's of every
 * type, one's own under another type's name, malformed ones. Each must be answered like an id that never existed, and
 * nothing may have changed. The schema and the tables are read, so that a new type or mutation is covered by being there.
 */
@MerkatoTest
class ForeignIdTest {

    private static final String THEIRS = "linguere";

    /** Of one's own ids, disguised, every place is asked for one in so many, each for others. */
    private static final int DISGUISED = 6;

    /** Schemas whose rows no job touches in a tenant that has only just been filled. */
    private static final String MONEY = "payment|ledger";

    private final GraphQLSchema schema;
    private final Merchants merchants;

    ForeignIdTest(GraphQlSource source, Merchants merchants) {
        this.schema = source.schema();
        this.merchants = merchants;
    }

    @TestFactory
    Stream<DynamicTest> every_id_that_is_not_ones_own_is_answered_like_one_that_never_existed() throws SQLException {
        Merchants.Merchant mine = merchants.open();
        String email = merchants.hire(mine, BuiltInRole.OWNER);
        ManyRows.fill(mine.tenant().id().value(), email, 2);
        Client owner = merchants.signedIn(mine.slug(), email);
        Merchants.Merchant others = merchants.open();
        ManyRows.fill(others.tenant().id().value(), merchants.hire(others, BuiltInRole.OWNER), 2);
        Map<String, TypeId> foreign = TenantRows.ids(others.slug());
        foreign.putAll(TenantRows.ids(THEIRS));
        Map<String, TypeId> own = TenantRows.ids(mine.slug());
        Set<String> none = TenantRows.types();
        none.removeAll(foreign.keySet());
        assertThat(none).as("types of which neither has one").containsExactly("domain", "upload");
        String before = TenantRows.fingerprint(THEIRS) + TenantRows.fingerprint(others.slug(), MONEY);
        DynamicTest unchanged = dynamicTest(
                "nothing of theirs has changed",
                () -> assertThat(TenantRows.fingerprint(THEIRS) + TenantRows.fingerprint(others.slug(), MONEY))
                        .isEqualTo(before));
        return Stream.concat(probes(owner, foreign, own), Stream.of(unchanged));
    }

    private Stream<DynamicTest> probes(Client owner, Map<String, TypeId> foreign, Map<String, TypeId> own) {
        return Stream.of("Query", "Mutation")
                .flatMap(root -> requireNonNull(schema.getObjectType(root)).getFieldDefinitions().stream()
                        .filter(field -> !ofOperators(root, field))
                        .flatMap(field -> SampleCall.idPaths(field)
                                .map(path -> dynamicTest(
                                        field.getName() + " " + String.join(".", path),
                                        () -> probe(owner, root, field, path, foreign, own)))));
    }

    /** For a platform operator every tenant is their own. */
    private boolean ofOperators(String root, GraphQLFieldDefinition field) {
        return Audience.of(requireNonNull(schema.getObjectType(root)), field).orElseThrow()
                        instanceof Audience.Holder(Permission permission)
                && permission == Permission.PLATFORM_OPERATE;
    }

    private void probe(
            Client owner,
            String root,
            GraphQLFieldDefinition field,
            List<String> path,
            Map<String, TypeId> foreign,
            Map<String, TypeId> own) {
        var asked = new ArrayList<String>();
        TypeId some = foreign.values().iterator().next();
        asked.add("brand" + text(Uuid7.next(), some));
        foreign.values().forEach(id -> asked.add(id.text()));
        own.values().stream()
                .filter(id -> (id.prefix().hashCode() + path.hashCode()) % DISGUISED == 0)
                .forEach(id -> asked.add((id.prefix().equals("brand") ? "label" : "brand") + text(id.value(), id)));
        asked.addAll(malformed(some));

        Map<String, String> answers = new IdProbe(owner, root, field, path).answers(asked);

        String absent = answers.get(asked.getFirst());
        answers.forEach((id, answer) -> assertThat(answer).as(id).isEqualTo(absent));
    }

    private static List<String> malformed(TypeId id) {
        return List.of(
                "",
                "_",
                id.prefix(),
                id.prefix() + '_',
                id.text().toUpperCase(java.util.Locale.ROOT),
                id.text() + "0",
                id.value().toString(),
                id.prefix() + "_zzzzzzzzzzzzzzzzzzzzzzzzzz",
                "' or 1=1 --",
                "x".repeat(10_000));
    }

    /** The underscore and digits of the id that this UUID would have. */
    private static String text(UUID uuid, TypeId like) {
        TypeId same = new TypeId() {
            @Override
            public UUID value() {
                return uuid;
            }

            @Override
            public String prefix() {
                return like.prefix();
            }
        };
        return same.text().substring(like.prefix().length());
    }
}
