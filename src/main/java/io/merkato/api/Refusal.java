package io.merkato.api;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The plain {@link UserError}. */
public record Refusal(
        UserErrorCode code, String message, @Nullable List<String> path) implements UserError {

    public static Refusal of(UserErrorCode code, String message, String... path) {
        return new Refusal(code, message, path.length == 0 ? null : List.of(path));
    }

    /**
     * The same of an item in a list of the input: the place of the item stands for {@code input}.
     *
     * @param place from the arguments down
     */
    public Refusal at(List<String> place) {
        if (path == null || path.size() == 1) {
            return new Refusal(code, message, place);
        }
        var within = new ArrayList<>(place);
        within.addAll(path.subList(1, path.size()));
        return new Refusal(code, message, List.copyOf(within));
    }

    /** What an id of nothing, of another tenant or of another type is answered with. */
    public static Refusal notFound(String... path) {
        return of(UserErrorCode.NOT_FOUND, "There is nothing with this id.", path);
    }
}
