package io.merkato.api;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import graphql.execution.NonNullableFieldWasNullError;
import graphql.schema.CoercingParseValueException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.graphql.execution.SubscriptionPublisherException;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.server.WebSocketGraphQlRequest;
import org.springframework.graphql.support.DefaultExecutionGraphQlResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The way out of every document's errors, whoever raised them: each leaves as a {@link FaultError}, with a code of the closed
 * list and in words for callers, and no more than five of them. What goes wrong before the execution and in the middle of a
 * subscription passes here too.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class TopLevelErrors implements WebGraphQlInterceptor {

    static final int MOST = 5;

    private static final Logger LOG = LoggerFactory.getLogger(TopLevelErrors.class);

    private final FaultCounts counts;
    private final ObjectProvider<GraphQlSource> source;

    TopLevelErrors(FaultCounts counts, ObjectProvider<GraphQlSource> source) {
        this.counts = counts;
        this.source = source;
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        Mono<WebGraphQlResponse> response;
        try {
            response = chain.next(request);
        } catch (RuntimeException e) {
            response = Mono.error(e);
        }
        return response.onErrorResume(thrown -> Mono.just(failed(request, thrown)))
                .map(answer -> shaped(request, answer));
    }

    private static WebGraphQlResponse failed(WebGraphQlRequest request, Throwable thrown) {
        var result = ExecutionResult.newExecutionResult()
                .addError(shaped(thrown, trace(request)))
                .build();
        var input = ExecutionInput.newExecutionInput(request.getDocument())
                .build(); // what configures the request's may have failed
        return new WebGraphQlResponse(new DefaultExecutionGraphQlResponse(input, result));
    }

    private WebGraphQlResponse shaped(WebGraphQlRequest request, WebGraphQlResponse response) {
        if (response.getData() instanceof Publisher<?> events) {
            Flux<ExecutionResult> shaped = Flux.from(events)
                    .cast(ExecutionResult.class)
                    .map(event -> shaped(event, request))
                    .onErrorMap(thrown -> ended(thrown, request));
            return response.transform(builder -> builder.data(shaped));
        }
        List<GraphQLError> errors = response.getExecutionResult().getErrors().stream()
                .map(error -> error instanceof CoercingParseValueException value ? placed(value, response) : error)
                .toList();
        if (errors.isEmpty()) {
            return response;
        }
        List<GraphQLError> shaped = shaped(errors, request);
        return response.getData() == null && streams(request)
                ? response.transform(builder -> builder.errors(List.of())
                        .data(Flux.error(new SubscriptionPublisherException(shaped, new Ended()))))
                : response.transform(builder -> builder.errors(shaped));
    }

    private GraphQLError placed(CoercingParseValueException value, WebGraphQlResponse response) {
        String path = new VariablePath(source.getObject().schema()).in(response.getExecutionInput());
        return path == null
                ? value
                : CoercingParseValueException.newCoercingParseValueException()
                        .message(String.valueOf(value.getMessage())
                                .replaceFirst(
                                        "^Variable '\\w+' ", Matcher.quoteReplacement("Variable '" + path + "' ")))
                        .sourceLocations(value.getLocations())
                        .build();
    }

    private ExecutionResult shaped(ExecutionResult event, WebGraphQlRequest request) {
        return event.getErrors().isEmpty()
                ? event
                : event.transform(builder -> builder.errors(shaped(reasons(event.getErrors()), request)));
    }

    /** In an event, unlike in an answer, a field that has to be there and failed is told of twice: why it did, and that it is not there. */
    private static List<GraphQLError> reasons(List<GraphQLError> errors) {
        var failed = new HashSet<List<Object>>();
        for (GraphQLError error : errors) {
            List<Object> path = error.getPath();
            if (path != null && !(error instanceof NonNullableFieldWasNullError)) {
                failed.add(path);
            }
        }
        return errors.stream()
                .filter(error -> !(error instanceof NonNullableFieldWasNullError) || !failed.contains(error.getPath()))
                .toList();
    }

    private List<GraphQLError> shaped(List<GraphQLError> errors, WebGraphQlRequest request) {
        List<GraphQLError> shaped = errors.stream()
                .limit(MOST)
                .<GraphQLError>map(error -> ForeignError.shaped(error, trace(request)))
                .toList();
        counts.count(shaped);
        return shaped;
    }

    private Throwable ended(Throwable thrown, WebGraphQlRequest request) {
        List<GraphQLError> why = thrown instanceof SubscriptionPublisherException known
                ? known.getErrors()
                : List.of(shaped(thrown, trace(request)));
        return new SubscriptionPublisherException(shaped(why, request), thrown);
    }

    private static GraphQLError shaped(Throwable thrown, String trace) {
        if (thrown instanceof GraphQLError error) {
            return ForeignError.shaped(error, trace);
        }
        return new FaultError(Fault.known(thrown).orElseGet(() -> {
            LOG.error("A request failed, trace {}", trace, thrown);
            return Fault.internal(trace);
        }));
    }

    private static String trace(WebGraphQlRequest request) {
        return Objects.toString(request.getExecutionId(), request.getId());
    }

    /** Where an error message has its own place; the server-sent events of Spring would else hide why nothing runs. */
    private static boolean streams(WebGraphQlRequest request) {
        return request instanceof WebSocketGraphQlRequest || EventStreams.answer(request);
    }

    /** The cause that an ended stream has to name: none. */
    private static final class Ended extends RuntimeException {
        Ended() {
            super("ended with errors", null, false, false);
        }
    }
}
