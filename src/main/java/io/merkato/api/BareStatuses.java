package io.merkato.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Sends to {@link HttpFaults} what would else leave as a bare status, and notes failures while their trace is at hand. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class BareStatuses extends HttpFilter {

    private static final Logger LOG = LoggerFactory.getLogger(BareStatuses.class);

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException e) {
            if (response.isCommitted()) {
                throw e;
            }
            LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
            response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        }
        if (response.getStatus() >= 400 && !response.isCommitted() && response.getContentType() == null) {
            response.sendError(response.getStatus());
        }
    }
}
