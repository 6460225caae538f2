package io.merkato;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLSchema;
import io.merkato.api.NodeType;
import io.merkato.api.TypeId;
import io.merkato.identity.BuiltInRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.graphql.execution.GraphQlSource;
import tools.jackson.databind.JsonNode;

/** {@code node} and {@code nodes} for every type of the schema that says it is a Node: one's own, another tenant's, a deleted one. */
@MerkatoTest
class NodesTest {

    /** Ids by type name. */
    private record Shop(Client owner, Map<String, String> ids) {}

    private static @Nullable Shop mine;
    private static @Nullable Shop theirs;

    private final GraphQLSchema schema;
    private final List<NodeType> types;
    private final Client client;
    private final Merchants merchants;

    NodesTest(GraphQlSource source, List<NodeType> types, Client client, Merchants merchants) {
        this.schema = source.schema();
        this.types = types;
        this.client = client;
        this.merchants = merchants;
    }

    @BeforeEach
    void fill() throws SQLException {
        if (mine == null) {
            mine = open();
            theirs = open();
        }
    }

    private Shop open() throws SQLException {
        Merchants.Merchant merchant = merchants.open();
        String email = merchants.hire(merchant, BuiltInRole.OWNER);
        ManyRows.fill(merchant.tenant().id().value(), email, 2);
        Client owner = merchants.signedIn(merchant.slug(), email);
        Map<String, String> ids = new TreeMap<>();
        TenantRows.ids(merchant.slug()).forEach((prefix, id) -> ids.put(prefix, id.text()));
        JsonNode viewer = owner.data("{ tenant { id } viewer { user { id } } sessions(first: 1) { nodes { id } } }");
        ids.put("tenant", viewer.at("/tenant/id").asString());
        ids.put("user", viewer.at("/viewer/user/id").asString());
        ids.put("session", viewer.at("/sessions/nodes/0/id").asString());
        ids.put("domain", domain(merchant));
        ids.keySet().retainAll(types.stream().map(NodeType::prefix).toList());
        return new Shop(owner, ids);
    }

    private static String domain(Merchants.Merchant merchant) throws SQLException {
        var id = new io.merkato.tenancy.Domain.Id(io.merkato.api.Uuid7.next());
        change("insert into tenancy.domain (tenant_id, id, host, token) values ('%s', '%s', 'own.example', 't')"
                .formatted(merchant.tenant().id().value(), id.value()));
        return id.text();
    }

    @Test
    void every_type_that_is_a_addressableis_answered_by_its_id() {
        Shop shop = requireNonNull(mine);
        var addressable = (GraphQLInterfaceType) requireNonNull(schema.getType("Node"));
        List<String> nodes = requireNonNull(schema.getImplementations(addressable)).stream()
                .map(GraphQLNamedType::getName)
                .sorted()
                .toList();

        List<String> found = shop.ids().values().stream()
                .map(id -> node(shop.owner(), id))
                .map(node -> node.path("__typename").asString())
                .sorted()
                .toList();

        assertThat(found).isEqualTo(nodes);
    }

    @TestFactory
    Stream<DynamicTest> another_tenants_is_answered_like_one_that_never_existed() {
        Shop shop = requireNonNull(mine);
        return requireNonNull(theirs).ids().entrySet().stream()
                .map(foreign -> dynamicTest(
                        foreign.getKey(),
                        () -> assertThat(node(shop.owner(), foreign.getValue()).isNull())
                                .isTrue()));
    }

    @Test
    void many_come_in_the_order_asked_for_with_gaps_for_what_is_not_there() {
        Shop shop = requireNonNull(mine);
        var asked = new ArrayList<String>();
        var wanted = new ArrayList<String>();
        for (Map.Entry<String, String> own : shop.ids().entrySet()) {
            asked.addAll(List.of(
                    own.getValue(), requireNonNull(requireNonNull(theirs).ids().get(own.getKey())), own.getValue()));
            wanted.addAll(List.of(own.getValue(), "", own.getValue()));
        }

        List<String> found = shop.owner()
                .data("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", Map.of("ids", asked))
                .get("nodes")
                .valueStream()
                .map(node -> node.path("id").asString(""))
                .toList();

        assertThat(found).isEqualTo(wanted);
    }

    /** Every type whose rows are kept when deleted, but stores, which close first, and categories, whose children go first. */
    @Test
    void shoppers_do_not_find_what_is_deleted() throws SQLException {
        Merchants.Merchant merchant = merchants.open();
        String email = merchants.hire(merchant, BuiltInRole.OWNER);
        ManyRows.fill(merchant.tenant().id().value(), email, 2);
        Client shopper = client.in(merchant.slug());
        var deleted = new ArrayList<String>();
        for (Map.Entry<String, TypeId> id : TenantRows.ids(merchant.slug()).entrySet()) {
            String table = TenantRows.tableOf(id.getValue());
            if (!List.of("store", "category").contains(id.getKey())
                    && types.stream().anyMatch(type -> type.prefix().equals(id.getKey()))
                    && TenantRows.value(
                                    "select 1 from pg_attribute where attrelid = '%s'::regclass and attname = 'deleted_at'"
                                            .formatted(table))
                            .findAny()
                            .isPresent()
                    && !node(shopper, id.getValue().text()).isNull()) {
                change("update %s set deleted_at = now() where id = '%s' and tenant_id = '%s'"
                        .formatted(
                                table,
                                id.getValue().value(),
                                merchant.tenant().id().value()));
                deleted.add(id.getKey());
                assertThat(node(shopper, id.getValue().text()).isNull())
                        .as(id.getKey())
                        .isTrue();
            }
        }
        assertThat(deleted).contains("product", "brand");
    }

    private static void change(String sql) throws SQLException {
        try (Connection superuser = TestDatabase.superuser()) {
            superuser.createStatement().execute(sql);
        }
    }

    private static JsonNode node(Client caller, String id) {
        return caller.data("query ($id: ID!) { node(id: $id) { __typename id } }", Map.of("id", id))
                .get("node");
    }
}
