package io.merkato;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNamedSchemaElement;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.idl.ScalarInfo;
import io.merkato.api.Permission;
import io.merkato.api.UserErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.graphql.execution.GraphQlSource;

/** What every type, field and argument of the schema keeps to, so that a caller who knows one part knows the rest. */
@MerkatoTest
class SchemaTest {

    private final GraphQLSchema schema;
    private final SchemaReportKeeper report;

    SchemaTest(GraphQlSource source, SchemaReportKeeper report) {
        this.schema = source.schema();
        this.report = report;
    }

    @Test
    void everything_is_described() {
        var undescribed = new ArrayList<String>();
        types().forEach(type -> {
            note(undescribed, type.getName(), type);
            switch (type) {
                case GraphQLObjectType object -> fields(undescribed, type.getName(), object.getFieldDefinitions());
                case GraphQLInterfaceType each -> fields(undescribed, type.getName(), each.getFieldDefinitions());
                case GraphQLInputObjectType input ->
                    input.getFieldDefinitions()
                            .forEach(field -> note(undescribed, type.getName() + '.' + field.getName(), field));
                case GraphQLEnumType values ->
                    values.getValues()
                            .forEach(value -> note(undescribed, type.getName() + '.' + value.getName(), value));
                default -> {}
            }
        });

        schema.getDirectives().forEach(directive -> {
            note(undescribed, '@' + directive.getName(), directive);
            directive
                    .getArguments()
                    .forEach(argument ->
                            note(undescribed, '@' + directive.getName() + '(' + argument.getName() + ')', argument));
        });

        assertThat(undescribed).isEmpty();
    }

    /** Introductions to people may speak of merchants; what programs and their writers read has one word. */
    @Test
    void a_tenant_is_called_a_tenant() throws IOException {
        assertThat(Files.readString(Path.of("schema.graphqls"))).doesNotContainIgnoringCase("merchant");
    }

    @Test
    void lists_are_paged_by_the_same_arguments_in_the_same_words() {
        Set<String> wordings = fields().filter(field -> text(field.getType()).endsWith("Connection!"))
                .map(field -> Stream.of("first", "after", "last", "before")
                        .map(name -> requireNonNull(field.getArgument(name), field.getName() + " has no " + name))
                        .map(argument ->
                                argument.getName() + ": " + text(argument.getType()) + " " + argument.getDescription())
                        .collect(Collectors.joining("\n")))
                .collect(Collectors.toSet());

        assertThat(wordings).hasSize(1);
    }

    @Test
    void a_connection_has_edges_nodes_page_info_and_a_count_and_its_edges_a_cursor_and_a_node() {
        objects().filter(type -> type.getName().endsWith("Connection")).forEach(connection -> {
            String of = connection.getName().replace("Connection", "");
            assertThat(connection.getFieldDefinitions().stream()
                            .limit(3)
                            .map(field -> field.getName() + ": " + text(field.getType())))
                    .as(connection.getName())
                    .containsExactly("edges: [" + of + "Edge!]!", "nodes: [" + of + "!]!", "pageInfo: PageInfo!");
            assertThat(connection.getFieldDefinitions().stream()
                            .map(field -> field.getName() + ": " + text(field.getType())))
                    .as(connection.getName())
                    .contains("totalCount: Int");
            assertThat(requireNonNull(schema.getObjectType(of + "Edge")).getFieldDefinitions().stream()
                            .map(field -> field.getName() + ": " + text(field.getType())))
                    .as(of + "Edge")
                    .containsExactly("cursor: String!", "node: " + of + "!");
        });
    }

    /** How deep they nest is asked of every list by {@link ListsTest}. */
    @Test
    void a_filter_joins_by_and_or_and_not() {
        types().filter(type -> type.getName().endsWith("Where"))
                .filter(type -> !type.getName().equals("AttributeValueWhere"))
                .map(GraphQLInputObjectType.class::cast)
                .forEach(where -> assertThat(where.getFieldDefinitions().stream()
                                .limit(3)
                                .map(field ->
                                        field.getName() + ": " + text(field.getType()) + " " + field.getDescription()))
                        .as(where.getName())
                        .containsExactly(
                                "and: [" + where.getName() + "!] All of these hold. An empty list says nothing.",
                                "or: [" + where.getName()
                                        + "!] At least one of these holds. An empty list matches nothing.",
                                "not: " + where.getName() + " This does not hold."));
    }

    /** But a deed of the audit log, a term of a plan, a group of a set and the parts of carts and orders, which are read with what they belong to. */
    @Test
    void whatever_has_an_id_can_be_asked_for_by_it() {
        assertThat(objects()
                        .filter(type -> type.getFieldDefinition("id") instanceof GraphQLFieldDefinition id
                                && text(id.getType()).equals("ID!"))
                        .filter(type -> type.getInterfaces().stream()
                                .noneMatch(each -> each.getName().equals("Node")))
                        .map(GraphQLObjectType::getName))
                .containsExactlyInAnyOrder(
                        "AuditEntry",
                        "PlanSubscription",
                        "AttributeGroup",
                        "CartLine",
                        "OrderLine",
                        "OrderPayment",
                        "PaymentOperation",
                        "Fulfilment",
                        "OrderReturn",
                        "OrderRevision",
                        "OrderNote");
    }

    private Stream<GraphQLObjectType> objects() {
        return types().filter(GraphQLObjectType.class::isInstance).map(GraphQLObjectType.class::cast);
    }

    private Stream<GraphQLFieldDefinition> fields() {
        return objects().flatMap(type -> type.getFieldDefinitions().stream());
    }

    private static void fields(List<String> undescribed, String type, List<GraphQLFieldDefinition> fields) {
        for (GraphQLFieldDefinition field : fields) {
            String name = type + '.' + field.getName();
            note(undescribed, name, field);
            for (GraphQLArgument argument : field.getArguments()) {
                note(undescribed, name + '(' + argument.getName() + ')', argument);
            }
        }
    }

    private static void note(List<String> undescribed, String name, GraphQLNamedSchemaElement element) {
        if (element.getDescription() == null || element.getDescription().isBlank()) {
            undescribed.add(name);
        }
    }

    @Test
    void everything_is_answered() {
        assertThat(report.unmapped()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Query", "Mutation", "Subscription"})
    void every_root_field_declares_its_own_audience(String root) {
        if (schema.getObjectType(root) instanceof GraphQLObjectType type) {
            assertThat(type.getFieldDefinitions())
                    .allMatch(field -> Stream.of("public", "authenticated", "owned", "requires")
                                    .filter(field::hasAppliedDirective)
                                    .count()
                            == 1);
        }
    }

    @Test
    void a_mutation_answers_its_own_payload_with_user_errors() {
        for (GraphQLFieldDefinition mutation : mutations()) {
            String payload = Character.toUpperCase(mutation.getName().charAt(0))
                    + mutation.getName().substring(1) + "Payload";
            assertThat(text(mutation.getType())).isEqualTo(payload + '!');
            var type = (GraphQLObjectType) GraphQLTypeUtil.unwrapAll(mutation.getType());
            assertThat(type.getDescription()).isEqualTo("What became of `" + mutation.getName() + "`.");
            for (GraphQLFieldDefinition field : type.getFieldDefinitions()) {
                if (field.getName().equals("userErrors")) {
                    assertThat(text(field.getType())).isEqualTo("[UserError!]!");
                } else {
                    assertThat(GraphQLTypeUtil.isNullable(field.getType()))
                            .as(payload + '.' + field.getName())
                            .isTrue();
                }
            }
            assertThat(type.getFieldDefinition("userErrors")).as(payload).isNotNull();
        }
    }

    @Test
    void a_mutation_takes_an_id_apart_from_one_input() {
        for (GraphQLFieldDefinition mutation : mutations()) {
            assertThat(mutation.getArguments().stream().map(GraphQLArgument::getName))
                    .as(mutation.getName())
                    .allMatch(name -> name.equals("input")
                            || name.equals("ifVersion")
                            || name.equals("id")
                            || name.endsWith("Id")
                            || name.endsWith("Ids")
                            || name.equals("onConflict"));
        }
    }

    @Test
    void lists_are_of_something_and_never_of_nothing() {
        types().filter(GraphQLObjectType.class::isInstance)
                .map(GraphQLObjectType.class::cast)
                .forEach(type -> type.getFieldDefinitions().forEach(field -> {
                    GraphQLType unwrapped = GraphQLTypeUtil.unwrapNonNull(field.getType());
                    if (unwrapped instanceof GraphQLList list
                            && !field.getName().equals("nodes")) {
                        assertThat(list.getWrappedType())
                                .as(type.getName() + '.' + field.getName())
                                .isInstanceOf(GraphQLNonNull.class);
                    }
                }));
    }

    @Test
    void every_scalar_says_where_it_is_specified() {
        assertThat(types().filter(GraphQLScalarType.class::isInstance)
                        .map(GraphQLScalarType.class::cast)
                        .filter(scalar -> !ScalarInfo.isGraphqlSpecifiedScalar(scalar))
                        .filter(scalar -> scalar.getSpecifiedByUrl() == null)
                        .map(GraphQLScalarType::getName))
                .isEmpty();
    }

    @Test
    void enums_shared_with_the_code_have_the_same_values() {
        assertThat(values("Permission")).isEqualTo(names(Permission.values()));
        assertThat(values("UserErrorCode")).isEqualTo(names(UserErrorCode.values()));
    }

    private List<GraphQLFieldDefinition> mutations() {
        return schema.getMutationType() == null
                ? List.of()
                : schema.getMutationType().getFieldDefinitions();
    }

    private Stream<GraphQLNamedSchemaElement> types() {
        return schema.getAllTypesAsList().stream()
                .filter(type -> !type.getName().startsWith("__"))
                .map(GraphQLNamedSchemaElement.class::cast);
    }

    private List<String> values(String name) {
        var type = (GraphQLEnumType) schema.getType(name);
        assertThat(type).as(name).isNotNull();
        return type == null
                ? List.of()
                : type.getValues().stream()
                        .map(value -> value.getName())
                        .sorted()
                        .toList();
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).sorted().toList();
    }

    private static String text(GraphQLType type) {
        return GraphQLTypeUtil.simplePrint(type);
    }
}
