package io.merkato.api;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Says to whoever has a public answer that it is unchanged, before anybody looks for a credential: {@link KeptAnswers} knows of none that was given to
 * somebody who showed one. Spring Security's filters and those around them took a quarter of the time.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 4)
class UnchangedAnswers implements Filter {

    private final KeptAnswers kept;
    private final String path;

    UnchangedAnswers(KeptAnswers kept, @Value("${spring.graphql.http.path:/graphql}") String path) {
        this.kept = kept;
        this.path = path;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest asked
                && response instanceof HttpServletResponse answer
                && isAskedAgain(asked)
                && isUnchanged(asked, answer))) {
            chain.doFilter(request, response);
        }
    }

    private boolean isAskedAgain(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.IF_NONE_MATCH) != null
                && request.getServletPath().equals(path)
                && (request.getMethod().equals("GET") || request.getMethod().equals("HEAD"));
    }

    private boolean isUnchanged(HttpServletRequest request, HttpServletResponse response) {
        boolean unchanged = AnswerType.of(GraphQlEndpoint.accept(request))
                .filter(type -> kept.answerUnchanged(request, response, type))
                .isPresent();
        if (unchanged) {
            ServerHttpObservationFilter.findObservationContext(request)
                    .ifPresent(context -> context.setPathPattern(path));
        }
        return unchanged;
    }
}
