package io.merkato;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLSchema;
import io.merkato.api.TypeId;
import io.merkato.api.Uuid7;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.graphql.execution.GraphQlSource;

/**
 * Asks every mutation as the owner, and every query as a shopper and as the owner, for what is deleted of the tenant's own. Each is
 * answered like an id that never existed, and nothing of it changes; only what restores finds it.
 */
@MerkatoTest
class DeletedIdTest {

    private static final String SLUG = "abol";

    /** Lists in which staff see what was of a thing before it was deleted: which, by what of their filter, and what type it is. */
    private static final Map<String, String> HISTORY = Map.of(
            "orders customer", "customer_",
            "webhookDeliveries webhookId", "webhook_",
            "stockLevels variant", "variant_",
            "stockMovements variant", "variant_",
            "couponRedemptions coupon", "coupon_",
            "couponRedemptions customer", "customer_",
            "shippingMethods zone", "shipping_zone_");

    private static Map<String, TypeId> deleted = Map.of();

    private final GraphQLSchema schema;
    private final Client client;
    private final DemoLogins logins;

    DeletedIdTest(GraphQlSource source, Client client, DemoLogins logins) {
        this.schema = source.schema();
        this.client = client;
        this.logins = logins;
    }

    @TestFactory
    Stream<DynamicTest> every_id_of_what_is_deleted_is_answered_like_one_that_never_existed() {
        deleted = TenantRows.delete(SLUG);
        assertThat(deleted).containsKeys("brand", "category", "coupon", "customer", "product", "variant", "webhook");
        String before = TenantRows.fingerprintOf(deleted.values());
        return Stream.of(
                        probes("Query", client.in(SLUG), Map.of()),
                        probes("Query", logins.owner(SLUG), HISTORY),
                        probes("Mutation", logins.owner(SLUG), Map.of()),
                        Stream.of(dynamicTest(
                                "no row that names them has changed",
                                () -> assertThat(TenantRows.fingerprintOf(deleted.values()))
                                        .isEqualTo(before))))
                .flatMap(tests -> tests);
    }

    @AfterAll
    static void bring_back() {
        TenantRows.bringBack(deleted.values());
    }

    private Stream<DynamicTest> probes(String root, Client who, Map<String, String> shown) {
        return requireNonNull(schema.getObjectType(root)).getFieldDefinitions().stream()
                .flatMap(field -> SampleCall.idPaths(field)
                        .map(path -> dynamicTest(
                                root + ' ' + field.getName() + ' ' + String.join(".", path),
                                () -> probe(who, root, field, path, shown(shown, field, path)))));
    }

    private static Set<String> shown(Map<String, String> shown, GraphQLFieldDefinition field, List<String> path) {
        String type = path.size() < 2 ? null : shown.get(field.getName() + ' ' + path.get(path.size() - 2));
        return type == null ? Set.of() : Set.of(type);
    }

    /** @param shown the prefixes of what is seen there though it is deleted */
    private static void probe(
            Client who, String root, GraphQLFieldDefinition field, List<String> path, Set<String> shown) {
        List<TypeId> asked =
                deleted.values().stream().filter(id -> !restores(field, id)).toList();
        var probe = new IdProbe(who, root, field, path);
        String never = new Absent("brand", Uuid7.next()).text();
        Map<String, String> answers =
                probe.answers(Stream.concat(Stream.of(never), asked.stream().map(TypeId::text))
                        .toList());
        answers.keySet().removeIf(id -> shown.contains(id.substring(0, id.lastIndexOf('_') + 1)));
        assertThat(answers)
                .hasSizeGreaterThan(1)
                .allSatisfy((id, answer) -> assertThat(answer).isEqualTo(answers.get(never)));
    }

    /** {@code productVariantRestore} finds a deleted product variant. */
    private static boolean restores(GraphQLFieldDefinition field, TypeId id) {
        String type = requireNonNull(id.getClass().getEnclosingClass()).getSimpleName();
        return field.getName().equalsIgnoreCase(type + "Restore");
    }

    private record Absent(String prefix, UUID value) implements TypeId {}
}
