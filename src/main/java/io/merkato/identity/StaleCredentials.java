package io.merkato.identity;

import graphql.language.Field;
import graphql.language.OperationDefinition;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
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

    /** @param path where documents are answered */
    StaleCredentials(String path) {
        this.path = path;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!(CallerAuthentication.current() instanceof Caller.Refused(var why))) {
            chain.doFilter(request, response);
        } else if (request.getRequestURI().equals(path)
                && !"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
            chain.doFilter(request, new UnauthorizedIfRefused(request, response));
        } else {
            refuse(response);
            response.setContentType(MediaType.APPLICATION_JSON_VALUE);
            JsonMapper.shared().writeValue(response.getOutputStream(), why.answer());
        }
    }

    /** Who may go on with the document; throws why they are refused. */
    static Caller admit(Caller caller, WebGraphQlRequest request) {
        if (!(caller instanceof Caller.Refused(var why))) {
            return caller;
        }
        if (onlyRenews(request.getDocument(), request.getOperationName())) {
            return Caller.Nobody.NOBODY;
        }
        RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
        if (attributes != null) {
            attributes.setAttribute(REFUSED, true, RequestAttributes.SCOPE_REQUEST);
        }
        throw why;
    }

    private static boolean onlyRenews(String document, @Nullable String operationName) {
        try {
            List<OperationDefinition> operations =
                    Parser.parse(document).getDefinitionsOfType(OperationDefinition.class).stream()
                            .filter(each -> operationName == null
                                    || operationName.isEmpty()
                                    || Objects.equals(each.getName(), operationName))
                            .toList();
            return operations.size() == 1
                    && operations.getFirst().getOperation() == OperationDefinition.Operation.MUTATION
                    && operations.getFirst().getSelectionSet().getSelections().stream()
                            .allMatch(each -> each instanceof Field field && RENEWING.contains(field.getName()));
        } catch (InvalidSyntaxException e) {
            return false;
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
