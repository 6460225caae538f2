package io.merkato.api;

import graphql.parser.ParserOptions;
import graphql.validation.QueryComplexityLimits;
import java.util.Map;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * How much one operation may ask for, with its fragments written out. Beyond it nothing is fetched: {@code QUERY_TOO_DEEP} or
 * {@code QUERY_TOO_COMPLEX}.
 */
@Component
class QueryLimits implements WebGraphQlInterceptor {

    static final int DEPTH = 15;
    static final int FIELDS = 1_000;
    static final int TOKENS = 2_000;

    static final QueryComplexityLimits LIMITS = QueryComplexityLimits.newLimits()
            .maxDepth(DEPTH)
            .maxFieldsCount(FIELDS)
            .build();

    static final ParserOptions PARSING =
            ParserOptions.getDefaultOperationParserOptions().transform(options -> options.maxTokens(TOKENS));

    private static final Map<Object, Object> CONTEXT =
            Map.of(QueryComplexityLimits.KEY, LIMITS, ParserOptions.class, PARSING);

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        request.configureExecutionInput(
                (input, builder) -> builder.graphQLContext(CONTEXT).build());
        return chain.next(request);
    }
}
