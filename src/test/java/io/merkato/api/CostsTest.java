package io.merkato.api;

import static graphql.schema.GraphQLTypeUtil.isLeaf;
import static graphql.schema.GraphQLTypeUtil.isList;
import static graphql.schema.GraphQLTypeUtil.unwrapAll;
import static graphql.schema.GraphQLTypeUtil.unwrapNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.language.Document;
import graphql.language.FragmentDefinition;
import graphql.language.OperationDefinition;
import graphql.parser.Parser;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What operations cost before anything of them runs, as the schema and nothing else says. */
class CostsTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Path COSTS = GOLDEN.resolve("costs.txt");

    private final FieldCosts costs = new FieldCosts();
    private final GraphQLSchema schema = UnExecutableSchemaGenerator.makeUnExecutableSchema(
            new SchemaParser().parse(Path.of("schema.graphqls").toFile()));

    private long cost(String document) {
        return cost(document, Map.of());
    }

    private long cost(String document, Map<String, Object> variables) {
        return costs(Parser.parse(document), variables).values().iterator().next();
    }

    /** Of each operation by its name. */
    private Map<String, Long> costs(Document document, Map<String, Object> variables) {
        var reckoning = new CostReckoning(
                schema,
                costs,
                document.getDefinitionsOfType(FragmentDefinition.class).stream()
                        .collect(Collectors.toMap(FragmentDefinition::getName, Function.identity())),
                variables);
        return document.getDefinitionsOfType(OperationDefinition.class).stream()
                .collect(Collectors.toMap(
                        operation -> String.valueOf(operation.getName()),
                        operation -> reckoning.cost(operation).requested(),
                        (one, other) -> one,
                        TreeMap::new));
    }

    @Test
    void golden_operations_cost_what_is_recorded() throws IOException {
        String now;
        try (Stream<Path> files = Files.walk(GOLDEN)) {
            now = files.filter(file -> file.toString().endsWith(".graphql"))
                    .sorted()
                    .map(this::line)
                    .collect(Collectors.joining("\n", "", "\n"));
        }
        if (Boolean.getBoolean("golden.record")) {
            Files.writeString(COSTS, now);
        }

        assertThat(now).isEqualTo(Files.readString(COSTS));
    }

    private String line(Path golden) {
        try {
            String costs = costs(Parser.parse(Files.readString(golden)), Map.of()).entrySet().stream()
                    .filter(operation -> !operation.getKey().equals("Before"))
                    .map(operation -> operation.getValue().toString())
                    .collect(Collectors.joining(" "));
            return GOLDEN.relativize(golden).toString().replace('\\', '/').replace(".graphql", ": ") + costs;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void a_list_that_is_no_page_counts_as_the_schema_assumes() {
        assertThat(cost("{ tenant { plan { limits { code } } } }")).isEqualTo(1 + 1 + 1 + 10);
        assertThat(cost("{ categoryTree { children { children { slug } } } }")).isEqualTo(1 + 10 * (1 + 3 * (1 + 3)));
        assertThat(cost("{ product(id: \"p\") { attributes { __typename } } }")).isEqualTo(1 + 1 + 5);
    }

    @Test
    void a_list_of_what_the_caller_names_counts_as_many() {
        assertThat(cost("{ nodes(ids: [\"a\", \"b\", \"c\"]) { id } }")).isEqualTo(1 + 3);
        assertThat(cost("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", Map.of("ids", List.of("a", "b"))))
                .isEqualTo(1 + 2);
        assertThat(cost("{ product(id: \"p\") { attributes(codes: [\"colour\"]) { __typename } } }"))
                .isEqualTo(1 + 1 + 1);
    }

    @Test
    void counts_facets_and_searches_cost_more_than_the_objects_they_are_answered_with() {
        assertThat(cost("{ products(first: 1) { totalCount } }")).isEqualTo(1 + 1 + 10);
        assertThat(cost("{ products(first: 1) { facets { options { value } } brandFacet { count } } }"))
                .isEqualTo(1 + 1 + (20 + 8 * (1 + 6)) + (20 + 10));
        assertThat(cost("{ products(first: 1, search: \"buna\") { nodes { id } } }"))
                .isEqualTo(1 + (20 + 1) + 1);
        assertThat(cost("{ auditVerify { intact } }")).isEqualTo(1 + 500 + 1);
    }

    @Test
    void an_argument_costs_where_it_has_a_value() {
        String document = "query ($text: String) { products(first: 1, search: $text) { nodes { id } } }";

        assertThat(cost("{ products(first: 1, search: null) { nodes { id } } }"))
                .isEqualTo(3);
        assertThat(cost(document)).isEqualTo(3);
        assertThat(cost(document, Map.of("text", "buna"))).isEqualTo(23);
    }

    @Test
    void each_part_of_a_filter_beyond_the_first_costs_as_much_as_a_count() {
        String literal =
                "{ products(first: 1, where: {or: [{price: {min: \"1\"}}, {not: {available: true}}]}) { nodes { id } } }";
        String variable = "query ($w: ProductWhere) { products(first: 1, where: $w) { nodes { id } } }";
        String within =
                "query ($w: ProductWhere) { products(first: 1, where: {and: [$w, {onSale: true}]}) { nodes { id } } }";
        Map<String, Object> two = Map.of("not", Map.of("price", Map.of("min", 1), "available", true));

        assertThat(cost(literal)).isEqualTo(3 + 30);
        assertThat(cost(variable)).isEqualTo(3);
        assertThat(cost(variable, Map.of("w", Map.of("available", true, "onSale", true))))
                .isEqualTo(3);
        assertThat(cost(variable, Map.of("w", two))).isEqualTo(3 + 10);
        assertThat(cost(variable, Map.of("w", Map.of("and", List.of(two, two), "or", List.of()))))
                .isEqualTo(3 + 40);
        assertThat(cost(within, Map.of("w", two))).isEqualTo(3 + 30);
        assertThat(
                        cost(
                                "{ products(first: 1, where: {attributes: [{code: \"size\"}, {code: \"colour\"}, {code: \"roast\"}]}) { nodes { id } } }"))
                .isEqualTo(3 + 20);
        assertThat(cost(
                        variable,
                        Map.of("w", Map.of("attributes", List.of(Map.of("code", "size"), Map.of("code", "colour"))))))
                .isEqualTo(3 + 10);
        assertThat(cost(
                        "query ($a: AttributeValueWhere!) { products(first: 1, where: {attributes: [$a, $a, {code: \"roast\"}]}) { nodes { id } } }",
                        Map.of("a", Map.of("code", "size"))))
                .isEqualTo(3 + 20);
        assertThat(cost(
                        "query ($w: [ProductWhere!]) { products(first: 1, where: {and: $w, or: $w}) { nodes { id } } }",
                        Map.of("w", List.of(two, two))))
                .isEqualTo(3 + 80 + 1);
    }

    @Test
    void long_arguments_of_what_is_asked_cost_as_often_as_they_are_read() {
        String sku = "{ productVariantBySku(sku: \"%s\") { id } }";
        assertThat(cost(sku.formatted("a".repeat(999)))).isEqualTo(1 + 1);
        assertThat(cost(sku.formatted("a".repeat(1_000)))).isEqualTo(1 + 1 + 1);
        assertThat(cost(
                        "query ($s: String!) { a: productVariantBySku(sku: $s) { id } b: productVariantBySku(sku: $s) { id } }",
                        Map.of("s", "a".repeat(250_000))))
                .isEqualTo(1 + 2 * (1 + 250));

        String chosen = "query ($o: [SelectedOptionInput!]!) { products(first: 99) { nodes { %s } } }";
        String nine = Stream.of("a", "b", "c", "d", "e", "f", "g", "h", "i")
                .map(name -> name + ": variantBySelectedOptions(selectedOptions: $o) { sku } ")
                .collect(Collectors.joining());
        Map<String, Object> option = Map.of("name", "size", "value", "l");
        assertThat(cost(chosen.formatted(nine), Map.of("o", Collections.nCopies(5, option))))
                .isEqualTo(1 + 1 + 99 * (1 + 9));
        assertThat(cost(chosen.formatted(nine), Map.of("o", Collections.nCopies(250, option))))
                .isEqualTo(1 + 1 + 99 * (1 + 9 * (1 + (250 * (50 + 50 + 50) + 50) / 1_000)));
        assertThat(cost(
                        "query ($o: SelectedOptionInput!) { product(id: \"p\") { variantBySelectedOptions(selectedOptions: [$o, $o, {name: \"size\", value: \"l\"}, $o, $o, $o, $o]) { sku } } }",
                        Map.of("o", option)))
                .isEqualTo(1 + 1 + (1 + 1));
        assertThat(cost(
                        "mutation ($l: String!) { signIn(input: {login: $l, password: \"p\"}) { userErrors { code } } }",
                        Map.of("l", "a".repeat(5_000))))
                .isEqualTo(1 + 10 + 2);
    }

    @Test
    void every_filter_with_connectives_costs_by_its_parts() {
        assertThat(fields().filter(field -> field.field().getArguments().stream()
                                .anyMatch(argument ->
                                        unwrapAll(argument.getType()).getName().endsWith("Where")))
                        .filter(field -> !costs.of(field.field()).filters().equals(List.of("where")))
                        .map(Field::name))
                .isEmpty();
    }

    @Test
    void what_stands_in_each_object_of_a_list_counts_as_often() {
        assertThat(cost("{ products(first: 10) { nodes { variants(first: 2) { totalCount nodes { id } } } } }"))
                .isEqualTo(1 + 1 + 10 * (1 + 1 + 10 + 2));
    }

    @Test
    void every_list_of_objects_has_a_page_a_list_of_the_callers_or_an_assumed_size() {
        assertThat(fields().filter(CostsTest::isListOfObjects)
                        .filter(field -> costs.of(field.field()).size() == 0
                                && costs.of(field.field()).sizedBy().isEmpty())
                        .map(Field::name))
                .isEmpty();
    }

    @Test
    void every_page_is_sized_by_first_and_last() {
        assertThat(fields().filter(field -> field.typeName().endsWith("Connection"))
                        .filter(field -> !costs.of(field.field()).sizedBy().equals(List.of("first", "last")))
                        .map(Field::name))
                .isEmpty();
    }

    @Test
    void every_count_of_a_whole_list_every_facet_and_every_search_has_its_cost() {
        assertThat(fields().filter(field -> field.field().getName().equals("totalCount")
                                || field.name().matches("ProductConnection\\..*Facet|ProductConnection.facets"))
                        .filter(field -> costs.of(field.field()).weight() < 10)
                        .map(Field::name))
                .isEmpty();
        assertThat(fields().filter(field -> field.field().getArgument("search") != null)
                        .filter(field -> !costs.of(field.field()).ofArguments().equals(Map.of("search", 20)))
                        .map(Field::name))
                .isEmpty();
    }

    /** Of an object or an interface. */
    private record Field(GraphQLFieldsContainer of, GraphQLFieldDefinition field) {

        String name() {
            return of.getName() + '.' + field.getName();
        }

        String typeName() {
            return unwrapAll(field.getType()).getName();
        }
    }

    private Stream<Field> fields() {
        return schema.getAllTypesAsList().stream()
                .filter(type -> !type.getName().startsWith("__"))
                .filter(GraphQLFieldsContainer.class::isInstance)
                .map(GraphQLFieldsContainer.class::cast)
                .flatMap(type -> type.getFieldDefinitions().stream().map(field -> new Field(type, field)));
    }

    /** But of a page, which its arguments size, and refusals, of which there is mostly none. */
    private static boolean isListOfObjects(Field field) {
        String name = field.field().getName();
        return isList(unwrapNonNull(field.field().getType()))
                && !isLeaf(unwrapAll(field.field().getType()))
                && !name.equals("userErrors")
                && !(field.of().getName().endsWith("Connection") && (name.equals("nodes") || name.equals("edges")));
    }
}
