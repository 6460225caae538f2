package io.merkato.identity;

import graphql.ExecutionResult;
import io.merkato.api.Addresses;
import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.api.RequestLog;
import io.merkato.api.Sockets;
import io.merkato.api.TypeId;
import io.merkato.api.Viewer;
import io.merkato.tenancy.EventThreads;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.beans.factory.annotation.Value;
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
import reactor.core.scheduler.Scheduler;

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
    private static final String PLACE = "io.merkato.place";

    private final Authenticator authenticator;
    private final Visits visits;
    private final OpenStreams open;
    private final EventThreads threads;
    private final Duration lookAgain;

    ViewerInterceptor(
            Authenticator authenticator,
            Visits visits,
            OpenStreams open,
            EventThreads threads,
            @Value("${merkato.subscriptions.look-again:1m}") Duration lookAgain) {
        this.authenticator = authenticator;
        this.visits = visits;
        this.open = open;
        this.threads = threads;
        this.lookAgain = lookAgain;
    }

    /**
     * A browser cannot set headers of a WebSocket, so the first message may carry what they would say. Whose credential is not good
     * gets none, nor who brings no credential and names no tenant, as there is nothing for them to see.
     */
    @Override
    public Mono<Object> handleConnectionInitialization(WebSocketSessionInfo session, Map<String, Object> payload) {
        return Mono.fromRunnable(() -> {
            var headers = HttpHeaders.copyOf(session.getHeaders());
            payload.forEach((name, value) -> {
                if (value instanceof String text) {
                    headers.set(name, writable(text));
                }
            });
            try {
                session.getAttributes().put(PLACE, open.connect(visit(session, headers)));
            } catch (RuntimeException why) {
                Sockets.refuse(session, why);
                throw why;
            }
            session.getAttributes().put(RequestHeaders.BROUGHT, headers);
            Sockets.accept(session);
        });
    }

    /** JSON can say what no header can, and PostgreSQL cannot write down. */
    private static String writable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    }

    @Override
    public void handleConnectionClosed(WebSocketSessionInfo session, int code, Map<String, Object> payload) {
        if (session.getAttributes().remove(PLACE) instanceof Runnable leave) {
            leave.run();
        }
    }

    private Visit visit(WebSocketSessionInfo session, HttpHeaders headers) {
        Caller caller = caller(headers);
        Visit visit = visit(session.getUri().getHost(), session.getRemoteAddress(), headers, caller, session.getId());
        if (caller == Caller.Nobody.NOBODY && visit.tenant() == null) {
            throw Fault.unauthenticated();
        }
        return visit;
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        HttpHeaders headers = RequestHeaders.of(request);
        Caller brought = request instanceof WebSocketGraphQlRequest ? caller(headers) : CallerAuthentication.current();
        var stale = brought instanceof Caller.Refused(var why) ? new StaleCredentials.Stale(why) : null;
        Caller caller = stale == null ? brought : Caller.Nobody.NOBODY;
        Visit visit = visit(request, headers, caller);
        Map<String, Object> context = visit.values();
        context.put("caller", caller);
        context.put("origin", origin(request.getUri().toUri()));
        if (stale != null) {
            context.put(StaleCredentials.Stale.KEY, stale);
        }
        request.configureExecutionInput(
                (input, builder) -> builder.graphQLContext(context).build());
        Mono<WebGraphQlResponse> response = chain.next(request).map(answer -> whileAllowed(request, visit, answer));
        if (stale != null) {
            response = stale.refuse(response);
        }
        if (request instanceof WebSocketGraphQlRequest socket) {
            response = Sockets.runs(socket.getSessionInfo(), response.flux()).singleOrEmpty();
        }
        String slug = visit.slug();
        return slug == null ? response : response.contextWrite(log -> RequestLog.of(slug, log));
    }

    private WebGraphQlResponse whileAllowed(WebGraphQlRequest request, Visit begun, WebGraphQlResponse response) {
        if (!(response.getData() instanceof Publisher<?> events)) {
            return response;
        }
        Flux<ExecutionResult> allowed =
                whileAllowed(request, begun, Flux.from(events).cast(ExecutionResult.class));
        return response.transform(builder -> builder.data(
                request instanceof WebSocketGraphQlRequest socket
                        ? Sockets.runs(
                                socket.getSessionInfo(),
                                open.bounded(begun, socket.getSessionInfo().getId(), allowed))
                        : open.bounded(begun, null, allowed)));
    }

    /** However little happens, nobody keeps a place by a right that they no longer have. */
    private Flux<ExecutionResult> whileAllowed(WebGraphQlRequest request, Visit begun, Flux<ExecutionResult> events) {
        Scheduler tenants = threads.of(
                Objects.requireNonNull(begun.tenant(), "Of no tenant").id());
        return events.publishOn(tenants, 1)
                .doOnNext(event -> allow(request, begun))
                .takeUntilOther(Flux.interval(lookAgain)
                        .onBackpressureDrop()
                        .publishOn(tenants, 1)
                        .doOnNext(time -> allow(request, begun))
                        .filter(time -> false));
    }

    private void allow(WebGraphQlRequest request, Visit begun) {
        HttpHeaders headers = RequestHeaders.of(request);
        Visit now = visit(request, headers, caller(headers));
        if (!now.viewer().actor().equals(begun.viewer().actor())) {
            throw Fault.unauthenticated();
        }
        if (!now.viewer().permissions().equals(begun.viewer().permissions())) {
            throw ended("What you may do has changed. Subscribe again.", "PERMISSIONS_CHANGED");
        }
        if (!Objects.equals(store(now), store(begun))) {
            throw ended("Another store answers now. Subscribe again.", "STORE_CHANGED");
        }
    }

    private static Fault ended(String message, String reason) {
        return Fault.of(FaultCode.FORBIDDEN, message, Map.of("reason", reason));
    }

    private static @Nullable TypeId store(Visit visit) {
        return visit.storeView() == null ? null : visit.storeView().store().id();
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
