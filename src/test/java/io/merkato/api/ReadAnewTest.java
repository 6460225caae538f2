package io.merkato.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLAppliedDirective;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import io.merkato.Client;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.execution.GraphQlSource;

/** What the fields have to be that are read anew, as they are put into answers without being carried out. */
@MerkatoTest
class ReadAnewTest {

    /** A document that asks for the field, and nothing else that is read anew. */
    private static final Map<String, String> SAMPLES = Map.of(
            "Product.available",
            "{ products(first: 3) { nodes { name available } } }",
            "ProductVariant.available",
            "{ products(first: 3) { nodes { name variants(first: 3) { nodes { sku available } } } } }",
            "ProductVariant.quantityAvailable",
            "{ products(first: 3) { nodes { name variants(first: 3) { nodes { sku quantityAvailable } } } } }");
    /** The column that alone is asked for. */
    private static final Map<String, String> COLUMNS = Map.of(
            "Product.available",
            "\"available\"",
            "ProductVariant.available",
            "\"available\"",
            "ProductVariant.quantityAvailable",
            "\"sellable\"");

    /** What a loader may give as it is written. */
    private static final Set<String> WRITTEN_AS_THEY_ARE = Set.of("Boolean", "Int");

    private final GraphQLSchema schema;
    private final List<ReadAnew<?, ?, ?>> fields;
    private final List<Basis<?, ?>> bases;
    private final Client visitor;
    private final Statements statements;

    ReadAnewTest(
            GraphQlSource source,
            List<ReadAnew<?, ?, ?>> fields,
            List<Basis<?, ?>> bases,
            Client client,
            Statements statements) {
        this.schema = source.schema();
        this.fields = fields;
        this.bases = bases;
        this.visitor = client.in("abol");
        this.statements = statements;
    }

    @Test
    void each_is_written_as_it_is_read_takes_no_arguments_is_null_only_where_it_may_and_is_kept_by_no_cache() {
        assertThat(fields).isNotEmpty().allSatisfy(each -> {
            FieldCoordinates place = each.field();
            GraphQLFieldDefinition field = field(place);

            assertThat(GraphQLTypeUtil.simplePrint(GraphQLTypeUtil.unwrapNonNull(field.getType())))
                    .isIn(WRITTEN_AS_THEY_ARE);
            assertThat(each.otherwise() == null).isEqualTo(GraphQLTypeUtil.isNullable(field.getType()));
            assertThat(field.getArguments()).isEmpty();
            assertThat(place.getTypeName()).isNotIn("Query", "Mutation", "Subscription");
            assertThat(maxAge(field)).isZero();
        });
    }

    @Test
    void what_tells_what_an_answer_rests_on_is_kept_by_no_cache_either() {
        assertThat(bases)
                .isNotEmpty()
                .allSatisfy(each -> assertThat(maxAge(field(each.told()))).isZero());
    }

    private GraphQLFieldDefinition field(FieldCoordinates place) {
        return requireNonNull(requireNonNull(schema.getObjectType(requireNonNull(place.getTypeName())))
                .getFieldDefinition(place.getFieldName()));
    }

    private static @Nullable Integer maxAge(GraphQLFieldDefinition field) {
        GraphQLAppliedDirective said = requireNonNull(field.getAppliedDirective("cacheControl"));
        return requireNonNull(said.getArgument("maxAge")).getValue();
    }

    @Test
    void each_takes_one_statement_whenever_it_is_asked_for_and_all_else_of_the_answer_none() {
        assertThat(fields.stream().map(each -> each.field().toString()).collect(Collectors.toSet()))
                .isEqualTo(SAMPLES.keySet());
        SAMPLES.forEach((field, document) -> {
            statements.remembering(() -> visitor.data(document));
            List<String> again = statements.remembering(() -> visitor.data(document)).stream()
                    .filter(sql -> !sql.contains("content_version"))
                    .toList();
            assertThat(again)
                    .as(field)
                    .singleElement()
                    .satisfies(sql -> assertThat(sql)
                            .contains(requireNonNull(COLUMNS.get(field)))
                            .doesNotContain("_translation\""));
        });
    }
}
