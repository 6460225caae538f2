package io.merkato.identity;

import graphql.ExecutionResult;
import graphql.GraphqlErrorBuilder;
import io.merkato.api.Fault;
import io.merkato.api.Viewer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.server.WebSocketGraphQlInterceptor;
import org.springframework.graphql.server.WebSocketGraphQlRequest;
import org.springframework.graphql.server.WebSocketSessionInfo;
import org.springframework.graphql.support.DefaultExecutionGraphQlResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Finds out, before anything of a document runs, which tenant it is for, who asks, and which store answers, and hands
 * them to controllers as the context values {@code tenant}, {@code viewer}, {@code storeView} and {@code caller}.
 */
@Component
@Order(0)
class ViewerInterceptor implements WebSocketGraphQlInterceptor {

    private static final String BEARER = "Bearer ";

    private final Authenticator authenticator;
    private final Visits visits;

    ViewerInterceptor(Authenticator authenticator, Visits visits) {
        this.authenticator = authenticator;
        this.visits = visits;
    }

    /** A browser cannot set headers of a WebSocket, so the first message may carry {@code Authorization}. */
    @Override
    public Mono<Object> handleConnectionInitialization(WebSocketSessionInfo session, Map<String, Object> payload) {
        if (payload.get(HttpHeaders.AUTHORIZATION) instanceof String header && header.startsWith(BEARER)) {
            String token = header.substring(BEARER.length());
            authenticator.caller(token);
            session.getAttributes().put(HttpHeaders.AUTHORIZATION, token);
        }
        return Mono.empty();
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        Map<String, Object> context;
        try {
            context = context(request, caller(request));
        } catch (Fault fault) {
            return Mono.just(response(request, fault));
        } catch (AuthenticationException e) {
            return Mono.just(response(request, Fault.unauthenticated()));
        }
        request.configureExecutionInput(
                (input, builder) -> builder.graphQLContext(context).build());
        return chain.next(request);
    }

    private Caller caller(WebGraphQlRequest request) {
        return request instanceof WebSocketGraphQlRequest socket
                        && socket.getSessionInfo().getAttributes().get(HttpHeaders.AUTHORIZATION)
                                instanceof String token
                ? authenticator.caller(token)
                : CallerAuthentication.current();
    }

    private Map<String, Object> context(WebGraphQlRequest request, Caller caller) {
        Visit visit = visits.of(caller, request.getUri().getHost(), request.getHeaders()::getFirst, origin(request));
        var context = new HashMap<String, Object>(Map.of("caller", caller, "viewer", visit.viewer()));
        if (visit.tenant() != null && visit.storeView() != null) {
            context.put("tenant", visit.tenant());
            context.put("storeView", visit.storeView());
        }
        return context;
    }

    private static Viewer.Origin origin(WebGraphQlRequest request) {
        var address = request.getRemoteAddress();
        return new Viewer.Origin(
                address == null || address.getAddress() == null
                        ? null
                        : address.getAddress().getHostAddress(),
                request.getHeaders().getFirst(HttpHeaders.USER_AGENT),
                request.getExecutionId() == null
                        ? null
                        : request.getExecutionId().toString());
    }

    private static WebGraphQlResponse response(WebGraphQlRequest request, Fault fault) {
        var extensions =
                new LinkedHashMap<String, Object>(Map.of("code", fault.code().name()));
        extensions.putAll(fault.extensions());
        var error = GraphqlErrorBuilder.newError()
                .message("%s", fault.getMessage())
                .extensions(extensions)
                .build();
        var result = ExecutionResult.newExecutionResult().addError(error).build();
        return new WebGraphQlResponse(new DefaultExecutionGraphQlResponse(request.toExecutionInput(), result));
    }
}
