package io.merkato.api;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** A document by GET from whoever has an answer to it. */
@Component
record AskedAgain(
        @Value("${spring.graphql.http.path:/graphql}") String path) {

    boolean is(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.IF_NONE_MATCH) != null
                && request.getServletPath().equals(path)
                && (request.getMethod().equals("GET") || request.getMethod().equals("HEAD"));
    }
}
