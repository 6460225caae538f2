package io.merkato.identity;

import graphql.ExecutionResult;
import graphql.GraphqlErrorBuilder;
import io.merkato.api.Fault;
import io.merkato.api.Permission;
import io.merkato.api.RequestLog;
import io.merkato.api.Viewer;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import io.merkato.tenancy.TenantResolution;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
    private final TenantResolution resolution;
    private final TenantContexts tenants;
    private final StoreViews storeViews;
    private final Viewers viewers;

    ViewerInterceptor(
            Authenticator authenticator,
            TenantResolution resolution,
            TenantContexts tenants,
            StoreViews storeViews,
            Viewers viewers) {
        this.authenticator = authenticator;
        this.resolution = resolution;
        this.tenants = tenants;
        this.storeViews = storeViews;
        this.viewers = viewers;
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
        Optional<Tenant> tenant;
        Map<String, Object> context;
        try {
            Caller caller = caller(request);
            tenant = resolution.find(
                    host(request), request.getHeaders().getFirst(TenantResolution.HEADER), caller.tenant());
            context = context(request, caller, tenant);
        } catch (Fault fault) {
            return Mono.just(response(request, fault));
        } catch (AuthenticationException e) {
            return Mono.just(response(request, Fault.unauthenticated()));
        }
        request.configureExecutionInput(
                (input, builder) -> builder.graphQLContext(context).build());
        Mono<WebGraphQlResponse> response = chain.next(request);
        return tenant.map(found -> response.contextWrite(log -> RequestLog.of(found.slug(), log)))
                .orElse(response);
    }

    private Caller caller(WebGraphQlRequest request) {
        return request instanceof WebSocketGraphQlRequest socket
                        && socket.getSessionInfo().getAttributes().get(HttpHeaders.AUTHORIZATION)
                                instanceof String token
                ? authenticator.caller(token)
                : CallerAuthentication.current();
    }

    private Map<String, Object> context(WebGraphQlRequest request, Caller caller, Optional<Tenant> tenant) {
        @Nullable TenantContext at = tenant.map(found -> tenants.of(found.id())).orElse(null);
        Viewer viewer = viewers.viewer(caller, at, origin(request));
        var context = new HashMap<String, Object>(Map.of("caller", caller, "viewer", viewer));
        tenant.ifPresent(found -> {
            resolution.admit(found, viewer);
            context.put("tenant", tenants.of(found.id()));
            context.put(
                    "storeView", storeViews.find(found, wish(request), viewer.hasAnywhere(Permission.CATALOG_READ)));
        });
        return context;
    }

    private static StoreViews.Wish wish(WebGraphQlRequest request) {
        return new StoreViews.Wish(
                host(request),
                request.getHeaders().getFirst(StoreViews.HEADER),
                request.getHeaders().getFirst(HttpHeaders.ACCEPT_LANGUAGE),
                null,
                null);
    }

    private static @Nullable String host(WebGraphQlRequest request) {
        return request.getUri().getHost();
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
