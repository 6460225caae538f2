package io.merkato.identity;

import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebSocketGraphQlRequest;
import org.springframework.http.HttpHeaders;

/** What a request's headers say; of a WebSocket's, with what its first message said in their place. */
public final class RequestHeaders {

    static final String BROUGHT = "io.merkato.headers";

    private RequestHeaders() {}

    public static HttpHeaders of(WebGraphQlRequest request) {
        return request instanceof WebSocketGraphQlRequest socket
                        && socket.getSessionInfo().getAttributes().get(BROUGHT) instanceof HttpHeaders brought
                ? brought
                : request.getHeaders();
    }
}
