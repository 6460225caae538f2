package io.merkato.platform;

import org.jspecify.annotations.Nullable;

/**
 * What came of one attempt.
 *
 * @param statusCode null where there was no answer
 * @param error why it failed; null where it went through
 * @param response how the answer's content begins; null where there was none
 */
record WebhookOutcome(
        int milliseconds,
        @Nullable Integer statusCode,
        @Nullable String error,
        @Nullable String response) {

    private static final int GONE = 410;

    static WebhookOutcome failed(int milliseconds, String error) {
        return new WebhookOutcome(milliseconds, null, error, null);
    }

    boolean delivered() {
        return error == null;
    }

    /** The receiver says that it wants nothing any more. */
    boolean gone() {
        return statusCode != null && statusCode == GONE;
    }
}
