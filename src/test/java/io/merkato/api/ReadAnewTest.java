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
import java.util.stream.Collectors;
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
            "{ products(first: 3) { nodes { name variants(first: 3) { nodes { sku available } } } } }");

    private final GraphQLSchema schema;
    private final List<ReadAnew<?, ?>> fields;
    private final Client visitor;
    private final Statements statements;

    ReadAnewTest(GraphQlSource source, List<ReadAnew<?, ?>> fields, Client client, Statements statements) {
        this.schema = source.schema();
        this.fields = fields;
        this.visitor = client.in("abol");
        this.statements = statements;
    }

    @Test
    void each_says_yes_or_no_of_an_object_takes_no_arguments_and_is_kept_by_no_cache() {
        assertThat(fields).isNotEmpty().allSatisfy(each -> {
            FieldCoordinates place = each.field();
            GraphQLFieldDefinition field =
                    requireNonNull(requireNonNull(schema.getObjectType(requireNonNull(place.getTypeName())))
                            .getFieldDefinition(place.getFieldName()));
            GraphQLAppliedDirective said = requireNonNull(field.getAppliedDirective("cacheControl"));

            assertThat(GraphQLTypeUtil.simplePrint(field.getType())).isEqualTo("Boolean!");
            assertThat(field.getArguments()).isEmpty();
            assertThat(place.getTypeName()).isNotIn("Query", "Mutation", "Subscription");
            assertThat(requireNonNull(said.getArgument("maxAge")).<Integer>getValue())
                    .isZero();
        });
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
                    .satisfies(sql -> assertThat(sql).contains("\"available\"").doesNotContain("_translation\""));
        });
    }
}
