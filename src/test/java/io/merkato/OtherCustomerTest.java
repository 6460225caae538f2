package io.merkato;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import io.merkato.api.Audience;
import io.merkato.api.TypeId;
import io.merkato.api.Uuid7;
import io.merkato.identity.BuiltInRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.graphql.execution.GraphQlSource;

/**
 * Asks every field of the schema, wherever it takes an id, for what belongs to another customer of the same tenant, and staff's fields for one thing
 * of the customer's, as whoever is no staff is refused before: signed in as
 * somebody else, as another guest, and as nobody. Each must be answered like an id that never existed, and nothing of the
 * customer may have changed. All the while somebody holds what is the customer's: whoever waited for it would know by that that it is there.
 * What belongs to customers is read from the schema ({@code @owned}) and the tables (an id, and
 * {@code customer_id}), so that a new type is covered by being there; {@link Belongings} has to make one of it.
 */
@MerkatoTest
class OtherCustomerTest {

    /** @param ids of what belongs to the customer, by type */
    private record Victim(Merchants.Merchant merchant, Client client, Map<String, TypeId> ids) {}

    private final GraphQLSchema schema;
    private final Client client;
    private final Merchants merchants;
    private Victim victim;
    private @Nullable Connection holder;

    OtherCustomerTest(GraphQlSource source, Client client, Merchants merchants) {
        this.schema = source.schema();
        this.client = client;
        this.merchants = merchants;
        this.victim = new Victim(merchants.open(), client, Map.of());
    }

    @BeforeEach
    void shop() {
        Merchants.Merchant merchant = merchants.open();
        Client shopper = merchants.shopper(merchant);
        Client staff = merchants.staff(merchant, BuiltInRole.OWNER);
        String customer = Belongings.make(client.in(merchant.slug()), shopper, staff);
        victim = new Victim(merchant, shopper, TenantRows.idsOf(merchant.slug(), customer));
    }

    @Test
    void there_is_one_of_everything_that_belongs_to_customers() {
        Set<String> addressable = schema.getAllTypesAsList().stream()
                .filter(GraphQLObjectType.class::isInstance)
                .map(GraphQLObjectType.class::cast)
                .filter(type -> Audience.ownerOf(type).isPresent())
                .filter(type -> type.getInterfaces().stream()
                        .anyMatch(each -> each.getName().equals("Node")))
                .map(GraphQLObjectType::getName)
                .collect(Collectors.toSet());

        assertThat(addressable).contains("Customer", "Address");
        assertThat(victim.ids().keySet()).containsAll(addressable);
    }

    @Test
    void the_customer_reads_all_of_it() {
        victim.ids().forEach((type, id) -> {
            if (schema.getObjectType(type) instanceof GraphQLObjectType known
                    && Audience.ownerOf(known).isPresent()
                    && known.getInterfaces().stream()
                            .anyMatch(each -> each.getName().equals("Node"))) {
                assertThat(victim.client()
                                .data("query ($id: ID!) { node(id: $id) { id __typename } }", Map.of("id", id.text()))
                                .at("/node/__typename")
                                .asString())
                        .isEqualTo(type);
            }
        });
    }

    @AfterEach
    void letGo() throws SQLException {
        if (holder != null) {
            holder.close();
        }
    }

    /** Until the test is over. */
    private void hold(Collection<TypeId> ids) throws SQLException {
        holder = TestDatabase.superuser();
        holder.setAutoCommit(false);
        for (TypeId id : ids) {
            try (Statement statement = holder.createStatement()) {
                assertThat(statement
                                .executeQuery("select from %s where id = '%s' for update"
                                        .formatted(TenantRows.tableOf(id), id.value()))
                                .next())
                        .as(id::text)
                        .isTrue();
            }
        }
    }

    @TestFactory
    Stream<DynamicContainer> what_belongs_to_another_customer_is_answered_like_what_never_existed()
            throws SQLException {
        Merchants.Merchant merchant = victim.merchant();
        Client visitor = client.in(merchant.slug());
        Map<String, Client> others = new TreeMap<>(Map.of(
                "another customer", Belongings.customer(visitor, merchants.shopper(merchant)),
                "another guest", Belongings.guest(visitor),
                "somebody with a login", merchants.shopper(merchant),
                "nobody", visitor));
        Map<String, TypeId> ids = victim.ids();
        String before = TenantRows.fingerprintOf(ids.values());
        hold(ids.values());
        return others.entrySet().stream()
                .map(other -> dynamicContainer(
                        other.getKey(),
                        Stream.concat(
                                probes(other.getValue(), ids),
                                Stream.of(dynamicTest(
                                        "nothing of the customer's has changed",
                                        () -> assertThat(TenantRows.fingerprintOf(ids.values()))
                                                .isEqualTo(before))))));
    }

    @Test
    void an_address_of_another_customer_is_none_for_a_cart_of_ones_own() throws SQLException {
        Client visitor = client.in(victim.merchant().slug());
        String product = visitor.data("{ products(first: 1) { nodes { id } } }")
                .at("/products/nodes/0/id")
                .asString();
        TypeId theirs = requireNonNull(victim.ids().get("Address"));
        String never = absent(theirs);
        Map<Client, String> carts = Stream.of(
                        Belongings.customer(visitor, merchants.shopper(victim.merchant())), Belongings.guest(visitor))
                .collect(Collectors.toMap(other -> other, other -> Belongings.cart(other, product)));
        hold(victim.ids().values());

        carts.forEach(
                (other, cart) -> assertThat(Stream.of(theirs.text(), never)
                                .map(address -> other.run(
                                                "mutation ($id: ID!, $address: ID) { cartUpdate(id: $id, input: {shippingAddressId: $address}) { cart { id } userErrors { code path } } }",
                                                Map.of("id", cart, "address", address))
                                        .toString()))
                        .containsOnly(
                                "{\"data\":{\"cartUpdate\":{\"cart\":null,\"userErrors\":[{\"code\":\"NOT_FOUND\",\"path\":[\"input\",\"shippingAddressId\"]}]}}}"));
    }

    private Stream<DynamicTest> probes(Client other, Map<String, TypeId> ids) {
        return Stream.of("Query", "Mutation")
                .flatMap(root -> requireNonNull(schema.getObjectType(root)).getFieldDefinitions().stream()
                        .flatMap(field -> SampleCall.idPaths(field)
                                .map(path -> dynamicTest(
                                        field.getName() + " " + String.join(".", path),
                                        () -> probe(new IdProbe(other, root, field, path), ids)))));
    }

    private void probe(IdProbe probe, Map<String, TypeId> ids) {
        List<TypeId> theirs = List.copyOf(ids.values());
        TypeId one = theirs.get(Math.floorMod(probe.path().hashCode(), theirs.size()));
        boolean unread = probe.isOfStaff(schema);
        String never = absent(one);
        Map<String, String> answers = probe.answers(
                Stream.concat(Stream.of(never), (unread ? Stream.of(one) : theirs.stream()).map(TypeId::text))
                        .toList());
        assertThat(answers).allSatisfy((id, answer) -> assertThat(answer).isEqualTo(answers.get(never)));
        if (unread) {
            assertThat(answers.get(never)).containsPattern("\"code\":\"(UNAUTHENTICATED|FORBIDDEN)\"");
        }
    }

    /** One that never existed, of the same type. */
    private static String absent(TypeId like) {
        return new TypeId() {
            private final UUID value = Uuid7.next();

            @Override
            public UUID value() {
                return value;
            }

            @Override
            public String prefix() {
                return like.prefix();
            }
        }.text();
    }
}
