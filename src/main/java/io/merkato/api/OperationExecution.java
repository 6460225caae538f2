package io.merkato.api;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLContext;
import graphql.execution.instrumentation.dataloader.DataLoaderDispatchingContextKeys;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.graphql.ExecutionGraphQlRequest;
import org.springframework.graphql.ExecutionGraphQlResponse;
import org.springframework.graphql.ExecutionGraphQlService;
import org.springframework.graphql.execution.DataFetcherExceptionResolver;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.support.DefaultExecutionGraphQlResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Runs an operation on the thread of its request, with what its log lines carry, and lets a loader's answer ask another loader. */
@Component
class OperationExecution implements ExecutionGraphQlService {

    private static final ContextSnapshotFactory SNAPSHOTS =
            ContextSnapshotFactory.builder().build();

    private final GraphQL graphQl;
    private final GraphQL forEvents;
    private final Loaders loaders;
    private final AnswerMemory memory;

    OperationExecution(
            GraphQlSource source,
            BareFetchers bare,
            RememberingStrategy queries,
            List<DataFetcherExceptionResolver> exceptions,
            Loaders loaders,
            AnswerMemory memory) {
        this.graphQl = source.graphQl()
                .transform(builder -> builder.schema(bare.in(source.schema())).queryExecutionStrategy(queries));
        this.forEvents =
                source.graphQl().transform(builder -> builder.queryExecutionStrategy(new CountingStrategy(exceptions)));
        this.loaders = loaders;
        this.memory = memory;
    }

    @Override
    public Mono<ExecutionGraphQlResponse> execute(ExecutionGraphQlRequest request) {
        return Mono.deferContextual(log -> {
            ContextSnapshot snapshot = SNAPSHOTS.captureFrom(log);
            ExecutionInput asked = request.toExecutionInput();
            GraphQLContext context = asked.getGraphQLContext();
            snapshot.updateContext(context);
            context.put(DataLoaderDispatchingContextKeys.ENABLE_DATA_LOADER_EXHAUSTED_DISPATCHING, true);
            if (memory.takes(context) && !Freshness.matters(context)) {
                context.put(Freshness.KEY, new Freshness());
            }
            ExecutionInput input = asked.transform(builder -> builder.dataLoaderRegistry(loaders.of(context)));
            CompletableFuture<ExecutionResult> result;
            try (var scope = snapshot.setThreadLocals()) {
                result = (isInOnePiece(request) ? graphQl : forEvents).executeAsync(input);
            }
            return Mono.fromFuture(result)
                    .<ExecutionGraphQlResponse>map(answer -> new DefaultExecutionGraphQlResponse(input, answer))
                    .doOnCancel(input::cancel);
        });
    }

    /** Else it may be a subscription, whose events are made on other threads, where nothing is in place. */
    private static boolean isInOnePiece(ExecutionGraphQlRequest request) {
        return request instanceof WebGraphQlRequest web
                && web.getAttributes().containsKey(GraphQlEndpoint.IN_ONE_PIECE);
    }
}
