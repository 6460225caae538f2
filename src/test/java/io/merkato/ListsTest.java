package io.merkato;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLUnionType;
import io.merkato.api.Audience;
import io.merkato.api.Permission;
import io.merkato.identity.BuiltInRole;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.graphql.execution.GraphQlSource;
import tools.jackson.databind.JsonNode;

/**
 * Every list of the schema, read from the schema: a new one is covered by being there, and fails until {@link ManyRows}
 * knows how to fill it.
 */
@MerkatoTest
class ListsTest {

    private static final int ROWS = 30;

    /** Filled, signed in at and asked once: the tests only read. */
    private record Shop(Client owner, Client operator) {}

    private static @Nullable Shop shop;

    private final GraphQLSchema schema;
    private final Merchants merchants;
    private final Statements statements;

    ListsTest(GraphQlSource source, Merchants merchants, Statements statements) {
        this.schema = source.schema();
        this.merchants = merchants;
        this.statements = statements;
    }

    @BeforeEach
    void fill() throws SQLException {
        if (shop == null) {
            Merchants.Merchant merchant = merchants.open();
            String email = merchants.hire(merchant, BuiltInRole.OWNER);
            ManyRows.fill(merchant.tenant().id().value(), email, ROWS);
            shop = new Shop(
                    merchants.signedIn(merchant.slug(), email),
                    merchants.operator().in(merchant.slug()));
        }
    }

    @TestFactory
    Stream<DynamicTest> a_page_of_thirty_takes_no_more_statements_than_a_page_of_ten() {
        return lists().map(list -> dynamicTest(list.getName(), () -> {
            Client caller = caller(list);
            String document = "query ($first: Int!) { %s(first: $first) %s }"
                    .formatted(list.getName(), selection(list.getType(), 4));
            assertThat(caller.data(document, Map.of("first", ROWS)).at("/" + list.getName() + "/edges"))
                    .as("ManyRows fills the list")
                    .hasSize(ROWS);

            assertThat(more(caller, document)).isEmpty();
        }));
    }

    @TestFactory
    Stream<DynamicTest> a_list_within_each_of_thirty_takes_no_more_statements_than_within_each_of_ten() {
        return nested().stream()
                .map(list -> dynamicTest(list.name(), () -> {
                    Client caller = caller(list.root);
                    String within = "asked: %s(first: 2) %s"
                            .formatted(list.field.getName(), selection(list.field.getType(), 3));
                    for (String step : list.way.reversed()) {
                        within = "%s { %s }".formatted(step, within);
                    }
                    String document = "query ($first: Int!) { %s(first: $first) { edges { node { %s } } } }"
                            .formatted(list.root.getName(), within);
                    assertThat(filled(caller.data(document, Map.of("first", ROWS))))
                            .as("ManyRows fills the lists")
                            .isGreaterThan(filled(caller.data(document, Map.of("first", 10))));

                    assertThat(more(caller, document)).isEmpty();
                }));
    }

    private static long filled(JsonNode data) {
        return data.findValues("asked").stream()
                .filter(list -> !list.get("edges").isEmpty())
                .count();
    }

    /** Each list that is no field of Query is within something that a list of Query leads to. */
    @Test
    void every_list_of_the_schema_is_asked() {
        assertThat(Stream.concat(
                        lists().map(list -> "Query." + list.getName()),
                        nested().stream().map(Nested::name)))
                .containsExactlyInAnyOrderElementsOf(schema.getAllTypesAsList().stream()
                        .filter(GraphQLObjectType.class::isInstance)
                        .map(GraphQLObjectType.class::cast)
                        .flatMap(type -> type.getFieldDefinitions().stream()
                                .filter(ListsTest::isList)
                                .map(list -> type.getName() + '.' + list.getName()))
                        .toList());
    }

    /**
     * A list that is a field of this type.
     *
     * @param way the fields from what the list of Query has, down to it
     */
    private record Nested(
            GraphQLFieldDefinition root, List<String> way, GraphQLObjectType of, GraphQLFieldDefinition field) {

        String name() {
            return of.getName() + '.' + field.getName();
        }
    }

    /** By the shortest way to each. */
    private List<Nested> nested() {
        record Reached(GraphQLFieldDefinition root, List<String> way, GraphQLType type) {}
        var reached = new ArrayDeque<Reached>();
        lists().forEach(root -> reached.add(new Reached(root, List.of(), nodes(root))));
        var nested = new ArrayList<Nested>();
        var seen = new HashSet<GraphQLType>();
        while (!reached.isEmpty()) {
            Reached each = reached.remove();
            if (!(each.type instanceof GraphQLObjectType type) || !seen.add(type)) {
                continue;
            }
            for (GraphQLFieldDefinition field : type.getFieldDefinitions()) {
                if (isList(field)) {
                    nested.add(new Nested(each.root, each.way, type, field));
                } else if (field.getArguments().stream().allMatch(ListsTest::mayBeLeftOut)) {
                    var longer = new ArrayList<>(each.way);
                    longer.add(field.getName());
                    reached.add(new Reached(each.root, longer, GraphQLTypeUtil.unwrapAll(field.getType())));
                }
            }
        }
        return nested;
    }

    private static GraphQLType nodes(GraphQLFieldDefinition list) {
        return GraphQLTypeUtil.unwrapAll(((GraphQLObjectType) GraphQLTypeUtil.unwrapAll(list.getType()))
                .getFieldDefinition("nodes")
                .getType());
    }

    @TestFactory
    Stream<DynamicTest> a_filter_that_says_nothing_matches_all_and_an_empty_choice_nothing() {
        return lists().filter(list -> list.getArgument("where") != null).flatMap(list -> {
            var where = (GraphQLInputObjectType)
                    GraphQLTypeUtil.unwrapAll(list.getArgument("where").getType());
            return probes(where).entrySet().stream()
                    .map(probe -> dynamicTest(
                            list.getName() + " " + probe.getKey(),
                            () -> assertThat(found(list, probe.getKey())).isEqualTo(probe.getValue())));
        });
    }

    @TestFactory
    Stream<DynamicTest> a_filter_nests_five_deep_and_no_deeper() {
        return lists().filter(list -> list.getArgument("where") != null)
                .flatMap(list -> Stream.of("{and: [%s]}", "{or: [%s]}", "{not: %s}")
                        .map(nest -> dynamicTest(list.getName() + " " + nest, () -> {
                            String fiveDeep = Stream.iterate("{}", inner -> nest.formatted(inner))
                                    .skip(5)
                                    .findFirst()
                                    .orElseThrow();
                            String document = "{ %s(first: 1, where: %s) { edges { cursor } } }";
                            assertThat(caller(list)
                                            .run(document.formatted(list.getName(), fiveDeep))
                                            .has("errors"))
                                    .isFalse();
                            assertThat(caller(list)
                                            .run(document.formatted(list.getName(), nest.formatted(fiveDeep)))
                                            .at("/errors/0/extensions/code")
                                            .asString())
                                    .isEqualTo("BAD_USER_INPUT");
                        })));
    }

    @TestFactory
    Stream<DynamicTest> the_count_is_of_the_whole_list() {
        return lists().map(list -> dynamicTest(list.getName(), () -> {
            Client caller = caller(list);
            String document =
                    "query ($after: String) { %s(first: 100, after: $after) { totalCount edges { cursor } pageInfo { hasNextPage endCursor } } }"
                            .formatted(list.getName());
            int seen = 0;
            int count = -1;
            for (String after = null; count < 0 || after != null; ) {
                var variables = new java.util.HashMap<String, @Nullable Object>();
                variables.put("after", after);
                var page = caller.data(document, variables).get(list.getName());
                seen += page.get("edges").size();
                count = page.get("totalCount").asInt();
                after = page.at("/pageInfo/hasNextPage").asBoolean()
                        ? page.at("/pageInfo/endCursor").asString()
                        : null;
            }
            assertThat(count).isEqualTo(seen);
        }));
    }

    /** Filters with how many of the first ten rows they find. */
    private static Map<String, Integer> probes(GraphQLInputObjectType where) {
        var probes = new LinkedHashMap<String, Integer>();
        probes.put("{}", 10);
        for (GraphQLInputObjectField field : where.getFieldDefinitions()) {
            switch (field.getName()) {
                case "and" -> {
                    probes.put("{and: []}", 10);
                    probes.put("{and: [{}, {}]}", 10);
                }
                case "or" -> {
                    probes.put("{or: []}", 0);
                    probes.put("{or: [{}, {not: {}}]}", 10);
                    probes.put("{not: {or: []}}", 10);
                    probes.put("{and: [{or: []}]}", 0);
                }
                case "not" -> {
                    probes.put("{not: {}}", 0);
                    probes.put("{not: {not: {}}}", 10);
                    probes.put("{not: null}", 10);
                }
                default -> {
                    GraphQLType type = GraphQLTypeUtil.unwrapAll(field.getType());
                    if (type instanceof GraphQLInputObjectType match && !GraphQLTypeUtil.isList(field.getType())) {
                        probes.put("{%s: {}}".formatted(field.getName()), 10);
                        if (match.getFieldDefinition("oneOf") != null) {
                            probes.put("{%s: {oneOf: []}}".formatted(field.getName()), 0);
                        }
                    }
                    probes.put("{%s: null}".formatted(field.getName()), 10);
                }
            }
        }
        return probes;
    }

    private int found(GraphQLFieldDefinition list, String where) {
        return caller(list)
                .data("{ %s(first: 10, where: %s) { edges { cursor } } }".formatted(list.getName(), where))
                .at("/" + list.getName() + "/edges")
                .size();
    }

    private Stream<GraphQLFieldDefinition> lists() {
        return requireNonNull(schema.getQueryType()).getFieldDefinitions().stream()
                .filter(ListsTest::isList);
    }

    private static boolean isList(GraphQLFieldDefinition field) {
        return ((GraphQLNamedType) GraphQLTypeUtil.unwrapAll(field.getType()))
                .getName()
                .endsWith("Connection");
    }

    private Client caller(GraphQLFieldDefinition list) {
        Shop filled = requireNonNull(shop);
        return Audience.of(requireNonNull(schema.getQueryType()), list).orElseThrow()
                                instanceof Audience.Holder(Permission permission)
                        && permission == Permission.PLATFORM_OPERATE
                ? filled.operator()
                : filled.owner();
    }

    /** What a page of thirty takes beyond a page of ten. */
    private List<String> more(Client caller, String document) {
        List<String> ten = statements.of(() -> caller.data(document, Map.of("first", 10)));
        var more = new ArrayList<>(statements.of(() -> caller.data(document, Map.of("first", ROWS))));
        ten.forEach(more::remove);
        return more;
    }

    /** All that can be asked without arguments, and of lists beneath the first two. */
    private String selection(GraphQLType of, int depth) {
        GraphQLType type = GraphQLTypeUtil.unwrapAll(of);
        List<GraphQLFieldDefinition> fields = switch (type) {
            case GraphQLObjectType object -> object.getFieldDefinitions();
            case GraphQLInterfaceType several -> several.getFieldDefinitions();
            default -> List.of();
        };
        var chosen = new ArrayList<String>(List.of("__typename"));
        for (GraphQLFieldDefinition field : fields) {
            boolean leaf = !(GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLObjectType
                    || GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLInterfaceType
                    || GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLUnionType);
            boolean plain = field.getArguments().stream().allMatch(ListsTest::mayBeLeftOut);
            if (!plain || field.getName().equals("nodes") || !leaf && depth == 0) {
                continue;
            }
            chosen.add(field.getName()
                    + (isList(field) ? "(first: 2)" : "")
                    + (leaf ? "" : " " + selection(field.getType(), depth - 1)));
        }
        return "{ " + String.join(" ", chosen) + " }";
    }

    private static boolean mayBeLeftOut(GraphQLArgument argument) {
        return !GraphQLTypeUtil.isNonNull(argument.getType()) || argument.hasSetDefaultValue();
    }
}
