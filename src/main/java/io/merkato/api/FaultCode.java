package io.merkato.api;

import graphql.ErrorClassification;

/** The closed list of {@code extensions.code} in top-level errors. Refusals of the trade are {@link UserError}s instead. */
public enum FaultCode implements ErrorClassification {
    BAD_USER_INPUT(400),
    UNAUTHENTICATED(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    QUERY_TOO_DEEP(400),
    QUERY_TOO_COMPLEX(400),
    THROTTLED(429),
    PERSISTED_QUERY_NOT_FOUND(200),
    PERSISTED_QUERY_NOT_SUPPORTED(200),
    PERSISTED_QUERY_NOT_IN_LIST(404),
    QUERY_NOT_IN_SAFELIST(403),
    PERSISTED_QUERY_ID_REQUIRED(400),
    TIMEOUT(504),
    UNAVAILABLE(503),
    INTERNAL_ERROR(500);

    private final int status;

    FaultCode(int status) {
        this.status = status;
    }

    /** The HTTP status of an answer that has nothing but this fault to say. */
    public int status() {
        return status;
    }

    /** What an HTTP status of the server's own says. */
    static FaultCode of(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 408, 504 -> TIMEOUT;
            case 429 -> THROTTLED;
            // A transfer coding, a method or a version of HTTP that is none.
            case 501, 505 -> BAD_USER_INPUT;
            case 503 -> UNAVAILABLE;
            default -> status < 500 ? BAD_USER_INPUT : INTERNAL_ERROR;
        };
    }
}
