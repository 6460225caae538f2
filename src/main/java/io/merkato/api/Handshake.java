package io.merkato.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import org.springframework.http.HttpHeaders;

/** How a request begins that wants to go on as a WebSocket (RFC 6455, 4.2.1). All others are answered as HTTP, whatever they say of themselves. */
public final class Handshake {

    private Handshake() {}

    public static boolean is(HttpServletRequest request) {
        return request.getMethod().equals("GET")
                && "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
                && request.getHeader("Sec-WebSocket-Key") != null
                && Collections.list(request.getHeaders(HttpHeaders.CONNECTION)).stream()
                        .flatMap(header -> Arrays.stream(header.split(",")))
                        .anyMatch(option -> option.strip().equalsIgnoreCase("upgrade"));
    }
}
