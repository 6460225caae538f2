package io.merkato.api;

/** The closed list of {@code extensions.code} in top-level errors. Refusals of the trade are {@link UserError}s instead. */
public enum FaultCode {
    BAD_USER_INPUT,
    UNAUTHENTICATED,
    FORBIDDEN,
    NOT_FOUND,
    QUERY_TOO_DEEP,
    QUERY_TOO_COMPLEX,
    THROTTLED,
    TIMEOUT,
    UNAVAILABLE,
    INTERNAL_ERROR
}
