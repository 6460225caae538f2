package io.merkato.identity;

import static java.util.Objects.requireNonNull;

import graphql.execution.ExecutionContext;
import graphql.language.Field;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.SelectionSet;
import io.merkato.api.Fault;
import io.merkato.api.FaultCounts;
import io.merkato.api.Handshake;
import io.merkato.api.OperationGate;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whoever sends a credential that is not good is refused, never taken for anonymous: with 401, RFC 6750's header, and a
 * GraphQL answer that says why. But clients send the credential with everything, also with what gets them a new one, and
 * that is let through as anonymous.
 */
class StaleCredentials extends OncePerRequestFilter {

    /** The mutations by which somebody without a good credential comes to one. */
    static final Set<String> RENEWING = Set.of(
            "tokenRefresh",
            "signIn",
            "signUp",
            "signUpConfirm",
            "passwordResetRequest",
            "passwordReset",
            "invitationAccept");

    private static final String REFUSED = "io.merkato.refused";

    private final String path;
    private final FaultCounts counts;

    /** @param path where documents are answered */
    StaleCredentials(String path, FaultCounts counts) {
        this.path = path;
        this.counts = counts;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!(CallerAuthentication.current() instanceof Caller.Refused(var why))) {
            chain.doFilter(request, response);
        } else if (request.getServletPath().equals(path) && !Handshake.is(request)) {
            chain.doFilter(request, new UnauthorizedIfRefused(request, response));
        } else {
            counts.count(why);
            refuse(response);
            response.setContentType(MediaType.APPLICATION_JSON_VALUE);
            JsonMapper.shared().writeValue(response.getOutputStream(), why.answer());
        }
    }

    /**
     * Of one request whose credential is not good: whether its operation may run all the same. That is known once the operation is, which
     * may have been asked for by an id.
     */
    static final class Stale {

        static final String KEY = Stale.class.getName();

        private final Fault why;
        private boolean renews;

        Stale(Fault why) {
            this.why = why;
        }

        /** Throws why it is refused, unless the operation does nothing but renew the credential. */
        void admit(ExecutionContext execution) {
            OperationDefinition operation = execution.getOperationDefinition();
            Set<String> fields = fields(operation.getSelectionSet(), execution, new HashSet<>())
                    .filter(name -> !name.equals("__typename"))
                    .collect(Collectors.toSet());
            renews = operation.getOperation() == OperationDefinition.Operation.MUTATION
                    && !fields.isEmpty()
                    && RENEWING.containsAll(fields);
            if (!renews) {
                throw why;
            }
        }

        /**
         * At the root, in fragments too.
         *
         * @param spread the fragments looked through already: each once, however often they name each other
         */
        private static Stream<String> fields(SelectionSet selections, ExecutionContext execution, Set<String> spread) {
            return selections.getSelections().stream().flatMap(each -> switch (each) {
                case Field field -> Stream.of(field.getName());
                case InlineFragment inline -> fields(inline.getSelectionSet(), execution, spread);
                case FragmentSpread named
                when spread.add(named.getName()) ->
                    fields(
                            requireNonNull(execution.getFragment(named.getName()))
                                    .getSelectionSet(),
                            execution,
                            spread);
                default -> Stream.empty();
            });
        }

        /** What was no operation at all is refused as well; where the document is not to be had, the caller reads that. */
        Mono<WebGraphQlResponse> refuse(Mono<WebGraphQlResponse> response) {
            return response.map(answer -> {
                        if (!renews) {
                            throw why;
                        }
                        return answer;
                    })
                    .doOnError(thrown -> {
                        RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
                        if (thrown == why && attributes != null) {
                            attributes.setAttribute(REFUSED, true, RequestAttributes.SCOPE_REQUEST);
                        }
                    });
        }
    }

    /** Asks it before anything of the operation runs. */
    @Order(0)
    static final class Gate implements OperationGate {

        @Override
        public void admit(ExecutionContext execution) {
            Stale stale = execution.getGraphQLContext().get(Stale.KEY);
            if (stale != null) {
                stale.admit(execution);
            }
        }
    }

    static void refuse(HttpServletResponse response) {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    }

    /** The status of an answer is decided where documents are run, where none of them is refused. */
    private static final class UnauthorizedIfRefused extends HttpServletResponseWrapper {

        private final HttpServletRequest request;

        UnauthorizedIfRefused(HttpServletRequest request, HttpServletResponse response) {
            super(response);
            this.request = request;
        }

        @Override
        public void setStatus(int status) {
            if (request.getAttribute(REFUSED) != null) {
                refuse((HttpServletResponse) getResponse());
            } else {
                super.setStatus(status);
            }
        }
    }
}
