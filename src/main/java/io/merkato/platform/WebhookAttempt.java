package io.merkato.platform;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One time that a delivery was sent; see {@link WebhookOutcome}. */
record WebhookAttempt(
        int number,
        Instant at,
        int milliseconds,
        @Nullable Integer statusCode,
        @Nullable String error,
        @Nullable String response) {

    /** For whoever may see that something was sent but not what. */
    WebhookAttempt withoutResponse() {
        return new WebhookAttempt(number, at, milliseconds, statusCode, error, null);
    }
}
