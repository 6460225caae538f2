package io.merkato.api;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Parameters of the address alone: asking the request for one would read a body that claims to be a form. */
public final class AddressParameters {

    private static final char UNREADABLE = '\uFFFD';

    private AddressParameters() {}

    /** The first of this name, decoded; null where there is none. */
    public static @Nullable String first(HttpServletRequest request, String name) {
        String written = ServletUriComponentsBuilder.fromRequest(request)
                .build()
                .getQueryParams()
                .getFirst(name);
        if (written == null) {
            return null;
        }
        try {
            String text = URLDecoder.decode(written, StandardCharsets.UTF_8);
            if (text.indexOf(UNREADABLE) < 0 && text.indexOf('\0') < 0) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            // What is no percent code is refused as bytes are that are no UTF-8, and NUL, which nothing stores.
        }
        throw Fault.badInput("The parameter " + name + " cannot be read.");
    }
}
