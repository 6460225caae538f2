package io.merkato.api;

/** Why a mutation was refused; the schema's enum of the same name describes each to callers. */
public enum UserErrorCode {
    REQUIRED,
    INVALID,
    TOO_LONG,
    OUT_OF_RANGE,
    TAKEN,
    NOT_FOUND,
    IN_USE,
    CONFLICT,
    NOT_ALLOWED,
    VERSION_CONFLICT,
    PLAN_LIMIT_REACHED,
    INVALID_CREDENTIALS,
    INVALID_TOKEN,
    PASSWORD_REUSED,
    LAST_OWNER,
    OUT_OF_STOCK,
    IDEMPOTENCY_KEY_REUSED,
    IDEMPOTENCY_IN_PROGRESS
}
