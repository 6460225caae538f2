package io.merkato.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.language.OperationDefinition;
import graphql.parser.Parser;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import io.merkato.Client;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.graphql.execution.GraphQlSource;

/** Whatever the schema lets caches keep is asked for, type by type, and reads nothing that changes without being counted. */
@MerkatoTest
class CacheHintsTest {

    /** Read of the tenant and the store that answer, which are looked at before anything is given again. */
    private static final Set<String> PREMISES = Set.of("tenancy.tenant", "tenancy.subscription", "store.store");

    private static final Pattern NAME = Pattern.compile("\"(\\w+)\"\\.\"(\\w+)\"");

    /** Fields from which most can be reached, and much is there. */
    private static final List<String> FIRST = List.of("products", "categoryTree", "attributes");

    private final GraphQLSchema schema;
    private final Client client;
    private final Statements statements;
    private final Map<String, String> samples;

    CacheHintsTest(GraphQlSource source, Client client, Statements statements) {
        this.schema = source.schema();
        this.client = client.in("abol");
        this.statements = statements;
        var known = this.client.data("""
                { products(first: 1) { nodes { id slug variants(first: 1) { nodes { sku } } attributeSet { id } } }
                  categoryTree { id slug } brands(first: 1) { nodes { id slug } } }""");
        this.samples = Map.ofEntries(
                Map.entry(
                        "product",
                        "id: \"%s\"".formatted(known.at("/products/nodes/0/id").asString())),
                Map.entry(
                        "productBySlug",
                        "slug: \"%s\""
                                .formatted(known.at("/products/nodes/0/slug").asString())),
                Map.entry(
                        "productVariantBySku",
                        "sku: \"%s\""
                                .formatted(known.at("/products/nodes/0/variants/nodes/0/sku")
                                        .asString())),
                Map.entry("attributeByCode", "code: \"roast\""),
                Map.entry(
                        "attributeSet",
                        "id: \"%s\""
                                .formatted(known.at("/products/nodes/0/attributeSet/id")
                                        .asString())),
                Map.entry(
                        "category",
                        "id: \"%s\"".formatted(known.at("/categoryTree/0/id").asString())),
                Map.entry(
                        "categoryBySlug",
                        "slug: \"%s\""
                                .formatted(known.at("/categoryTree/0/slug").asString())),
                Map.entry(
                        "brand",
                        "id: \"%s\"".formatted(known.at("/brands/nodes/0/id").asString())),
                Map.entry(
                        "brandBySlug",
                        "slug: \"%s\""
                                .formatted(known.at("/brands/nodes/0/slug").asString())),
                Map.entry("variantBySelectedOptions", "selectedOptions: []"),
                Map.entry("products", "first: 20"));
    }

    /** A type, and the way to it: a document with {@code %s} where its fields go. */
    private record Place(GraphQLType type, String way) {}

    @Test
    void what_may_be_kept_is_content() throws SQLException {
        Set<String> content = strings(
                "select t.tgrelid::regclass::text from pg_trigger t where t.tgfoid = 'tenancy.content_changed'::regproc");
        Set<String> tables = strings(
                "select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p')");
        var wrong = new ArrayList<String>();
        var seen = new TreeSet<String>();
        Deque<Place> open = new ArrayDeque<>(List.of(new Place(schema.getQueryType(), "{ %s }")));
        while (!open.isEmpty()) {
            Place place = open.remove();
            if (!seen.add(name(place.type()))) {
                continue;
            }
            for (GraphQLObjectType member : members(place.type())) {
                seen.add(member.getName());
                for (GraphQLFieldDefinition field : fields(member)) {
                    String call = call(field);
                    GraphQLType type = GraphQLTypeUtil.unwrapAll(field.getType());
                    boolean composite = type instanceof GraphQLCompositeType;
                    String on = member == place.type() ? "%s" : "... on " + member.getName() + " { %s }";
                    String way = place.way().formatted(on);
                    String document = way.formatted(composite ? call + " { __typename }" : call);
                    CachePolicy policy = policy(document);
                    if (policy.maxAge() == 0 || policy.isPrivate()) {
                        continue;
                    }
                    for (String read : tables(statements.of(() -> client.data(document)))) {
                        if (tables.contains(read) && !content.contains(read) && !PREMISES.contains(read)) {
                            wrong.add(read + " is read by " + document);
                        }
                    }
                    if (composite) {
                        open.add(new Place(type, way.formatted(call + " { %s }")));
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(seen)
                .contains(
                        "Product",
                        "ProductVariant",
                        "Category",
                        "Brand",
                        "Label",
                        "Media",
                        "Money",
                        "Price",
                        "PriceTier",
                        "Rating",
                        "Facet",
                        "FacetOption",
                        "OptionValue",
                        "TextValue",
                        "NumberValue",
                        "StoreView",
                        "Tenant");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ products(first: 1) { nodes { available } } }",
                "{ products(first: 1) { nodes { variants { nodes { available } } } } }",
                "{ products(first: 1) { nodes { variants { nodes { quantityAvailable } } } } }",
                "{ products(first: 1) { nodes { variants { nodes { priceDecision { remaining } } } } } }",
                "{ products(first: 1) { nodes { reviews { nodes { title } } } } }",
                "{ storeView { store { paymentOptions { name } } } }",
                "{ viewer { permissions } }"
            })
    void what_goes_by_stock_or_is_counted_nowhere_is_not_kept(String document) {
        assertThat(policy(document)).isEqualTo(new CachePolicy(0, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ products(first: 1) { nodes { translations { name } } } }",
                "{ products(first: 1) { nodes { variants { nodes { cost { amount } } } } } }",
                "{ tenant { settings } }",
                "{ orders(first: 1) { nodes { number } } }",
                "{ viewer { customer { givenName } } }",
                "{ cart(id: \"x\") { id } }",
                "{ node(id: \"x\") { id } }"
            })
    void what_not_everybody_may_see_is_private(String document) {
        assertThat(policy(document).isPrivate()).isTrue();
    }

    private CachePolicy policy(String document) {
        return CachePolicy.of(
                schema,
                Map.of(),
                Parser.parse(document)
                        .getDefinitionsOfType(OperationDefinition.class)
                        .getFirst(),
                Set.of());
    }

    private List<GraphQLFieldDefinition> fields(GraphQLObjectType type) {
        return type.getFieldDefinitions().stream()
                .sorted(java.util.Comparator.comparing(field -> {
                    int place = FIRST.indexOf(field.getName());
                    return place < 0 ? FIRST.size() : place;
                }))
                .toList();
    }

    private String call(GraphQLFieldDefinition field) {
        String arguments = field.getArguments().isEmpty() ? null : samples.get(field.getName());
        if (arguments == null && field.getArgument("first") != null) {
            arguments = "first: 3";
        }
        if (arguments == null) {
            for (GraphQLArgument argument : field.getArguments()) {
                if (GraphQLTypeUtil.isNonNull(argument.getType()) && !argument.hasSetDefaultValue()) {
                    return field.getName() + '(' + argument.getName() + ": \"x\")";
                }
            }
        }
        return arguments == null ? field.getName() : field.getName() + '(' + arguments + ')';
    }

    private List<GraphQLObjectType> members(GraphQLType type) {
        return type instanceof GraphQLInterfaceType shared
                ? requireNonNull(schema.getImplementations(shared))
                : List.of((GraphQLObjectType) type);
    }

    private static String name(GraphQLType type) {
        return ((GraphQLNamedType) type).getName();
    }

    private static Set<String> tables(List<String> sql) {
        return NAME.matcher(String.join("\n", sql))
                .results()
                .map(each -> each.group(1) + '.' + each.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> strings(String select) throws SQLException {
        try (var superuser = TestDatabase.superuser();
                var statement = superuser.createStatement();
                var rows = statement.executeQuery(select)) {
            var found = new TreeSet<String>();
            while (rows.next()) {
                @Nullable String each = rows.getString(1);
                found.add(requireNonNull(each));
            }
            return found;
        }
    }
}
