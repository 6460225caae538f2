package io.merkato.api;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.GraphQLContext;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.DataFetchingEnvironmentImpl;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class EachEventTest {

    /** A socket stays open for hours, and each piece that is sold while it does is an event that would rest on something else. */
    @Test
    void what_events_rest_on_is_gathered_by_nobody() throws Exception {
        GraphQLContext context =
                GraphQLContext.newContext().of(Freshness.KEY, new Freshness()).build();
        DataFetchingEnvironment environment = DataFetchingEnvironmentImpl.newDataFetchingEnvironment()
                .graphQLContext(context)
                .build();

        new EachEvent(asked -> Flux.empty()).get(environment);

        assertThat(Freshness.matters(context)).isFalse();
    }
}
