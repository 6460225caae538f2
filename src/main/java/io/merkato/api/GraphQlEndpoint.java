package io.merkato.api;

import static graphql.language.OperationDefinition.Operation.MUTATION;
import static graphql.language.OperationDefinition.Operation.SUBSCRIPTION;

import graphql.GraphQLError;
import graphql.language.OperationDefinition.Operation;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.server.WebGraphQlHandler;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.support.DefaultGraphQlRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.filter.ServerHttpObservationFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers documents by POST and GET as GraphQL over HTTP has it. What is done to every operation, whichever way it came, is the list
 * of interceptors behind {@link WebGraphQlHandler}; here is only what HTTP has to say. Sockets and event streams are passed on.
 *
 * <p>A page of another site cannot misuse it: a POST has to be {@code application/json}, for which a browser asks first; a GET changes
 * nothing; and no cookie goes along with either.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class GraphQlEndpoint extends OncePerRequestFilter {

    /** Marks requests whose errors are answered in one piece. */
    static final String IN_ONE_PIECE = "io.merkato.inOnePiece";

    private static final Fault POST_ONLY =
            Fault.ofTransport(405, FaultCode.BAD_USER_INPUT, "A mutation is sent by POST.");
    private static final Fault STREAM_ONLY = Fault.ofTransport(
            400,
            FaultCode.BAD_USER_INPUT,
            "A subscription is answered over a WebSocket, or by POST as Accept: text/event-stream.");

    private final WebGraphQlHandler documents;
    private final KeptAnswers kept;
    private final Compression compression;
    private final FaultCounts counts;
    private final JsonMapper json;
    private final String path;

    GraphQlEndpoint(
            WebGraphQlHandler documents,
            KeptAnswers kept,
            Compression compression,
            FaultCounts counts,
            JsonMapper json,
            @Value("${spring.graphql.http.path:/graphql}") String path) {
        this.documents = documents;
        this.kept = kept;
        this.compression = compression;
        this.counts = counts;
        this.json = json;
        this.path = path;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getServletPath().equals(path) || Handshake.is(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ServerHttpObservationFilter.findObservationContext(request).ifPresent(context -> context.setPathPattern(path));
        boolean post = request.getMethod().equals("POST");
        if (!post && !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.setHeader(HttpHeaders.ALLOW, "GET, HEAD, POST");
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        if (post && !isUtf8Json(request)) {
            response.sendError(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE);
            return;
        }
        String accept = accept(request);
        Optional<AnswerType> wanted = AnswerType.of(accept);
        if (wanted.isEmpty() || !post && wanted.get() == AnswerType.EVENT_STREAM) {
            response.sendError(HttpServletResponse.SC_NOT_ACCEPTABLE);
            return;
        }
        GraphQlParameters parameters;
        try {
            parameters = post
                    ? GraphQlParameters.ofBody(request.getInputStream().readAllBytes())
                    : GraphQlParameters.ofQuery(request.getQueryString());
        } catch (Fault malformed) {
            counts.count(malformed);
            AnswerType type = wanted.get() == AnswerType.EVENT_STREAM ? AnswerType.JSON : wanted.get();
            write(request, response, Objects.requireNonNull(malformed.transport()), type, malformed.answer());
            return;
        }
        if (wanted.get() == AnswerType.EVENT_STREAM
                || !answer(request, response, parameters, post, wanted.get(), accept)) {
            chain.doFilter(new EventStreamWanted(request, json.writeValueAsBytes(parameters.members())), response);
        }
    }

    /** What it takes, null where it does not say. */
    static @Nullable String accept(HttpServletRequest request) {
        String accept = String.join(",", Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
        return accept.isEmpty() ? null : accept;
    }

    private static boolean isUtf8Json(HttpServletRequest request) {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (request.getContentType() == null || encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return false;
        }
        try {
            MediaType type = MediaType.parseMediaType(request.getContentType());
            String charset = type.getParameter("charset");
            return type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
                    && (charset == null || charset.replace("\"", "").equalsIgnoreCase("utf-8"));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    /** @return false where it is a subscription, and events are taken too */
    private boolean answer(
            HttpServletRequest request,
            HttpServletResponse response,
            GraphQlParameters parameters,
            boolean post,
            AnswerType type,
            @Nullable String accept)
            throws IOException {
        KeptAnswers.Asked asked = post ? null : kept.asked(request, type, parameters.document());
        WebGraphQlRequest operation = operation(request, parameters, post, asked);
        WebGraphQlResponse answer =
                documents.handleRequest(operation).blockOptional().orElseThrow();
        Fault fault = fault(answer);
        if (fault == STREAM_ONLY && post && AnswerType.takesEvents(accept)) {
            request.setAttribute(Answered.COUNTED, true);
            return false;
        }
        if (fault == POST_ONLY) {
            response.setHeader(HttpHeaders.ALLOW, "POST");
        }
        if (fault != null && fault.extensions().get(Fault.RETRY_AFTER) instanceof Number seconds) {
            response.setHeader(HttpHeaders.RETRY_AFTER, seconds.toString());
        }
        answer.getResponseHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        int bytes = asked != null && answer.getErrors().isEmpty()
                ? asked.answer(response, json.writeValueAsBytes(forAnyone(answer.toMap())), answer.getData())
                : write(
                        request,
                        response,
                        status(fault, type),
                        type,
                        post ? answer.toMap() : forAnyone(answer.toMap()));
        Answered.with(operation.getAttributes(), bytes);
        return true;
    }

    private static WebGraphQlRequest operation(
            HttpServletRequest request, GraphQlParameters parameters, boolean post, KeptAnswers.@Nullable Asked asked) {
        var attributes = new HashMap<String, Object>();
        attributes.put(IN_ONE_PIECE, true);
        parameters.document().into(attributes);
        new Answered().into(attributes);
        var headers = new HttpHeaders();
        for (Enumeration<String> names = request.getHeaderNames(); names.hasMoreElements(); ) {
            String name = names.nextElement();
            headers.put(name, Collections.list(request.getHeaders(name)));
        }
        var operation = new WebGraphQlRequest(
                URI.create(request.getRequestURL().toString()),
                headers,
                new LinkedMultiValueMap<>(),
                InetSocketAddress.createUnresolved(request.getRemoteAddr(), request.getRemotePort()),
                attributes,
                new DefaultGraphQlRequest(
                        Objects.requireNonNullElse(parameters.document().text(), ""),
                        parameters.operationName(),
                        parameters.variables(),
                        parameters.extensions()),
                request.getRequestId(),
                request.getLocale());
        Map<Operation, Fault> refused =
                post ? Map.of(SUBSCRIPTION, STREAM_ONLY) : Map.of(MUTATION, POST_ONLY, SUBSCRIPTION, STREAM_ONLY);
        operation.configureExecutionInput((input, builder) ->
                builder.graphQLContext(Map.of(OperationKinds.REFUSED, refused)).build());
        if (asked != null) {
            operation.configureExecutionInput(
                    (input, builder) -> builder.graphQLContext(asked.context()).build());
        }
        return operation;
    }

    /** Why nothing was carried out; null where something was. */
    private static @Nullable Fault fault(WebGraphQlResponse answer) {
        return answer.getExecutionResult().isDataPresent()
                ? null
                : answer.getExecutionResult().getErrors().stream()
                        .findFirst()
                        .filter((GraphQLError error) -> error instanceof FaultError)
                        .map(error -> ((FaultError) error).fault())
                        .orElse(null);
    }

    private static int status(@Nullable Fault fault, AnswerType type) {
        if (fault == null) {
            return HttpStatus.OK.value();
        }
        Integer transport = fault.transport();
        if (transport != null) {
            return transport;
        }
        return type == AnswerType.JSON ? HttpStatus.OK.value() : fault.code().status();
    }

    /** What is asked by GET may be kept and handed to others, whom it does not concern what its first caller has left. */
    private static Map<String, Object> forAnyone(Map<String, Object> answer) {
        if (!(answer.get("extensions") instanceof Map<?, ?> extensions) || !extensions.containsKey("cost")) {
            return answer;
        }
        var others = new HashMap<Object, Object>(extensions);
        others.remove("cost");
        var shared = new LinkedHashMap<String, Object>(answer);
        if (others.isEmpty()) {
            shared.remove("extensions");
        } else {
            shared.put("extensions", others);
        }
        return shared;
    }

    private int write(
            HttpServletRequest request,
            HttpServletResponse response,
            int status,
            AnswerType type,
            Map<String, Object> answer)
            throws IOException {
        byte[] body = json.writeValueAsBytes(answer);
        response.setStatus(status);
        response.setContentType(type.text());
        compression.send(request, response, body);
        return body.length;
    }

    /** What else a client would take is left out, so that Spring answers with events, and an id stands where Spring looks for it. */
    private static final class EventStreamWanted extends BodyLimit.ReadAlready {

        EventStreamWanted(HttpServletRequest request, byte[] body) {
            super(request, body);
        }

        @Override
        public @Nullable String getHeader(String name) {
            return name.equalsIgnoreCase(HttpHeaders.ACCEPT)
                    ? MediaType.TEXT_EVENT_STREAM_VALUE
                    : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return name.equalsIgnoreCase(HttpHeaders.ACCEPT)
                    ? Collections.enumeration(java.util.List.of(MediaType.TEXT_EVENT_STREAM_VALUE))
                    : super.getHeaders(name);
        }
    }
}
