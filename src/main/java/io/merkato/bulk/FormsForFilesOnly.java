package io.merkato.bulk;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Refuses forms with parts where no file is taken: whoever asked for a parameter would have the server write them to disk, for anybody. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class FormsForFilesOnly extends HttpFilter {

    private static final Set<String> FOR_FILES = Set.of("/uploads", "/imports/products");

    private static boolean isFormNowhereTaken(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null
                && type.toLowerCase(Locale.ROOT).startsWith("multipart/")
                && !(request.getMethod().equals("POST") && FOR_FILES.contains(request.getRequestURI()));
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (isFormNowhereTaken(request)) {
            response.sendError(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE);
        } else {
            chain.doFilter(request, response);
        }
    }
}
