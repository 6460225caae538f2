package io.merkato.identity;

import graphql.ExecutionResult;
import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.api.RequestLog;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.server.WebSocketGraphQlInterceptor;
import org.springframework.graphql.server.WebSocketGraphQlRequest;
import org.springframework.graphql.server.WebSocketSessionInfo;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Finds out, before anything of a document runs, which tenant it is for, who asks, and which store answers, and hands
 * them to controllers as the context values {@code tenant}, {@code viewer}, {@code storeView}, {@code caller} and
 * {@code origin}, where this server is reached.
 * Finds it out again at each event of a subscription, which ends once its caller's rights are no longer what they were.
 */
@Component
@Order(0)
class ViewerInterceptor implements WebSocketGraphQlInterceptor {

    private static final String BEARER = "Bearer";

    private final Authenticator authenticator;
    private final Visits visits;
    private final List<Admission> admissions;
    private final RunningSubscriptions running;

    ViewerInterceptor(
            Authenticator authenticator, Visits visits, List<Admission> admissions, RunningSubscriptions running) {
        this.running = running;
        this.authenticator = authenticator;
        this.visits = visits;
        this.admissions = List.copyOf(admissions);
    }

    /**
     * A browser cannot set headers of a WebSocket, so the first message may carry what they would say. A socket is for
     * subscriptions, and none is for the anonymous: without a good credential, or another module that knows who it is, it is
     * closed.
     */
    @Override
    public Mono<Object> handleConnectionInitialization(WebSocketSessionInfo session, Map<String, Object> payload) {
        return Mono.fromRunnable(() -> {
            var headers = HttpHeaders.copyOf(session.getHeaders());
            payload.forEach((name, value) -> {
                if (value instanceof String text) {
                    headers.set(name, text);
                }
            });
            if (caller(headers) == Caller.Nobody.NOBODY && !isKnown(session, headers)) {
                throw Fault.unauthenticated();
            }
            session.getAttributes().put(RequestHeaders.BROUGHT, headers);
        });
    }

    private boolean isKnown(WebSocketSessionInfo session, HttpHeaders headers) {
        TenantContext tenant = visit(
                        session.getUri().getHost(),
                        session.getRemoteAddress(),
                        headers,
                        Caller.Nobody.NOBODY,
                        session.getId())
                .tenant();
        return tenant != null && admissions.stream().anyMatch(each -> each.admits(tenant, headers));
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        HttpHeaders headers = RequestHeaders.of(request);
        Caller brought = request instanceof WebSocketGraphQlRequest ? caller(headers) : CallerAuthentication.current();
        var stale = brought instanceof Caller.Refused(var why) ? new StaleCredentials.Stale(why) : null;
        Caller caller = stale == null ? brought : Caller.Nobody.NOBODY;
        Visit visit = visit(request, headers, caller);
        var context = new HashMap<String, Object>(Map.of("caller", caller, "viewer", visit.viewer()));
        context.put("origin", origin(request.getUri().toUri()));
        if (visit.tenant() != null && visit.storeView() != null) {
            context.put("tenant", visit.tenant());
            context.put("storeView", visit.storeView());
            context.put("plan", visit.plan());
        }
        if (stale != null) {
            context.put(StaleCredentials.Stale.KEY, stale);
        }
        request.configureExecutionInput(
                (input, builder) -> builder.graphQLContext(context).build());
        Mono<WebGraphQlResponse> response = chain.next(request).map(answer -> whileAllowed(request, visit, answer));
        if (stale != null) {
            response = stale.refuse(response);
        }
        String slug = visit.slug();
        return slug == null ? response : response.contextWrite(log -> RequestLog.of(slug, log));
    }

    private WebGraphQlResponse whileAllowed(WebGraphQlRequest request, Visit begun, WebGraphQlResponse response) {
        return response.getData() instanceof Publisher<?> events
                ? response.transform(builder -> builder.data(running.bounded(
                        begun.tenant(),
                        begun.viewer(),
                        Flux.from(events)
                                .cast(ExecutionResult.class)
                                .publishOn(Schedulers.boundedElastic(), 1)
                                .doOnNext(event -> allow(request, begun.viewer())))))
                : response;
    }

    private void allow(WebGraphQlRequest request, Viewer begun) {
        HttpHeaders headers = RequestHeaders.of(request);
        Viewer now = visit(request, headers, caller(headers)).viewer();
        if (!now.actor().equals(begun.actor())) {
            throw Fault.unauthenticated();
        }
        if (!now.permissions().equals(begun.permissions())) {
            throw Fault.of(
                    FaultCode.FORBIDDEN,
                    "What you may do has changed. Subscribe again.",
                    Map.of("reason", "PERMISSIONS_CHANGED"));
        }
    }

    /** Where this server is reached, such as {@code https://abol.example}. */
    private static String origin(URI address) {
        String scheme = String.valueOf(address.getScheme());
        return (scheme.startsWith("ws") ? scheme.replaceFirst("ws", "http") : scheme) + "://" + address.getAuthority();
    }

    private Caller caller(HttpHeaders headers) {
        String token = token(headers.getFirst(HttpHeaders.AUTHORIZATION));
        return token == null ? Caller.Nobody.NOBODY : authenticator.caller(token);
    }

    /** Empty where the header names the scheme and nothing else; null where it is of another, or missing. */
    static @Nullable String token(@Nullable String header) {
        return header != null
                        && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                        && (header.length() == BEARER.length() || header.charAt(BEARER.length()) == ' ')
                ? header.substring(BEARER.length()).strip()
                : null;
    }

    private Visit visit(WebGraphQlRequest request, HttpHeaders headers, Caller caller) {
        return visit(
                request.getUri().getHost(),
                request.getRemoteAddress(),
                headers,
                caller,
                request.getExecutionId() == null
                        ? null
                        : request.getExecutionId().toString());
    }

    private Visit visit(
            @Nullable String host,
            @Nullable InetSocketAddress address,
            HttpHeaders headers,
            Caller caller,
            @Nullable String request) {
        var origin = new Viewer.Origin(
                address == null ? null : Addresses.literal(address.getHostString()),
                headers.getFirst(HttpHeaders.USER_AGENT),
                request);
        return visits.of(caller, host, headers::getFirst, origin);
    }
}
