package io.merkato.api;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.parser.Parser;
import graphql.validation.Validator;
import io.merkato.MerkatoTest;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.execution.GraphQlSource;

@MerkatoTest
class GraphiqlExampleTest {

    private final GraphQlSource source;

    GraphiqlExampleTest(GraphQlSource source) {
        this.source = source;
    }

    @Test
    void every_example_is_a_document_that_the_schema_understands() throws IOException {
        for (var example : GraphiqlExample.all()) {
            String query = example.query().replace("now_…", "2026-05-01T09:30:00Z");
            assertThat(new Validator().validateDocument(source.schema(), Parser.parse(query), Locale.ENGLISH))
                    .as(example.name())
                    .isEmpty();
        }
    }

    @Test
    void each_audience_has_examples() throws IOException {
        assertThat(GraphiqlExample.all().stream().map(GraphiqlExample::audience).distinct())
                .containsExactly("Storefront", "Back office", "Integrator", "Operator");
    }
}
