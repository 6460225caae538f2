package io.merkato.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Says to whoever has a public answer that it is unchanged, before anybody looks for a credential: {@link KeptAnswers} knows of none that was given to
 * somebody who showed one. Spring Security's filters and those around them took a quarter of the time.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 4)
class UnchangedAnswers extends HttpFilter {

    private final KeptAnswers kept;
    private final AskedAgain askedAgain;

    UnchangedAnswers(KeptAnswers kept, AskedAgain askedAgain) {
        this.kept = kept;
        this.askedAgain = askedAgain;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!askedAgain.is(request) || !isUnchanged(request, response)) {
            chain.doFilter(request, response);
        }
    }

    private boolean isUnchanged(HttpServletRequest request, HttpServletResponse response) {
        return AnswerType.of(GraphQlEndpoint.accept(request))
                .filter(type -> kept.answerUnchanged(request, response, type))
                .isPresent();
    }
}
