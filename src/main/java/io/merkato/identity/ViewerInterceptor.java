package io.merkato.identity;

import graphql.ExecutionResult;
import graphql.GraphqlErrorBuilder;
import io.merkato.api.Fault;
import io.merkato.api.RequestLog;
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
        return Mono.fromRunnable(() -> {
            if (payload.get(HttpHeaders.AUTHORIZATION) instanceof String header && header.startsWith(BEARER)) {
                String token = header.substring(BEARER.length());
                authenticator.caller(token);
                session.getAttributes().put(HttpHeaders.AUTHORIZATION, token);
            }
        });
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        try {
            Caller caller = caller(request);
            return answer(request, chain, caller, visit(request, caller));
        } catch (Fault fault) {
            return Mono.just(response(request, fault));
        } catch (AuthenticationException e) {
            return Mono.just(response(request, Fault.unauthenticated()));
        }
    }

    private static Mono<WebGraphQlResponse> answer(WebGraphQlRequest request, Chain chain, Caller caller, Visit visit) {
        var context = new HashMap<String, Object>(Map.of("caller", caller, "viewer", visit.viewer()));
        if (visit.tenant() != null && visit.storeView() != null) {
            context.put("tenant", visit.tenant());
            context.put("storeView", visit.storeView());
        }
        request.configureExecutionInput(
                (input, builder) -> builder.graphQLContext(context).build());
        Mono<WebGraphQlResponse> response = chain.next(request);
        String slug = visit.slug();
        return slug == null ? response : response.contextWrite(log -> RequestLog.of(slug, log));
    }

    private Caller caller(WebGraphQlRequest request) {
        return request instanceof WebSocketGraphQlRequest socket
                        && socket.getSessionInfo().getAttributes().get(HttpHeaders.AUTHORIZATION)
                                instanceof String token
                ? authenticator.caller(token)
                : CallerAuthentication.current();
    }

    private Visit visit(WebGraphQlRequest request, Caller caller) {
        HttpHeaders headers = request.getHeaders();
        var address = request.getRemoteAddress();
        var origin = new Viewer.Origin(
                address == null || address.getAddress() == null
                        ? null
                        : address.getAddress().getHostAddress(),
                headers.getFirst(HttpHeaders.USER_AGENT),
                request.getExecutionId() == null
                        ? null
                        : request.getExecutionId().toString());
        return visits.of(caller, request.getUri().getHost(), headers::getFirst, origin);
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
