package io.merkato.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The plain {@link UserError}. */
public record Refusal(
        UserErrorCode code, String message, @Nullable List<String> path) implements UserError {

    public static Refusal of(UserErrorCode code, String message, String... path) {
        return new Refusal(code, message, path.length == 0 ? null : List.of(path));
    }

    /** What an id of nothing, of another tenant or of another type is answered with. */
    public static Refusal notFound(String... path) {
        return of(UserErrorCode.NOT_FOUND, "There is nothing with this id.", path);
    }
}
