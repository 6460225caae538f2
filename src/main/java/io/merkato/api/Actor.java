package io.merkato.api;

import org.jspecify.annotations.Nullable;

/**
 * Who acts, as the audit log names them.
 *
 * @param id of the user or API key in its text form; null for the anonymous
 * @param name shown to people: an e-mail address, a key's prefix and name, a job's name
 */
public record Actor(Kind kind, @Nullable String id, String name) {

    public enum Kind {
        ANONYMOUS,
        USER,
        API_KEY,
        OPERATOR,
        SYSTEM
    }

    public static final Actor ANYONE = new Actor(Kind.ANONYMOUS, null, "anonymous");
}
