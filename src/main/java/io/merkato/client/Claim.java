package io.merkato.client;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of the program that sends it: {@code Merkato-Client: web/1.4.0}, or the headers of Apollo's clients. It proves
 * nothing.
 *
 * @param version null where it says none
 */
record Claim(@Nullable String code, @Nullable String version) {

    static final String HEADER = "Merkato-Client";

    static Claim of(Function<String, @Nullable String> header) {
        String ours = header.apply(HEADER);
        if (ours != null && !ours.isBlank()) {
            int end = ours.indexOf('/');
            return end < 0
                    ? new Claim(ours.strip(), null)
                    : new Claim(
                            ours.substring(0, end).strip(),
                            ours.substring(end + 1).strip());
        }
        return new Claim(header.apply("apollographql-client-name"), header.apply("apollographql-client-version"));
    }
}
