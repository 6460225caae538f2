package io.merkato.provider;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that came to an account's address, as it came.
 *
 * @param headers by name in lower case; the first, where one was sent several times
 * @param body the bytes that are signed
 * @param receivedAt what the signed time is compared with
 * @param tail what followed the account's address in the path, without the slash; null where nothing did. Providers that sign nothing are given an address
 *     of its own for each request
 */
@SuppressWarnings("ArrayRecordComponent")
public record RawNotice(
        Map<String, String> headers,
        byte[] body,
        Instant receivedAt,
        @Nullable String tail) {

    public RawNotice(Map<String, String> headers, byte[] body, Instant receivedAt) {
        this(headers, body, receivedAt, null);
    }

    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** Says neither what signs it nor what it says. */
    @Override
    public String toString() {
        return "RawNotice[" + body.length + " bytes, " + receivedAt + "]";
    }
}
