package io.merkato.api;

import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;
import static io.merkato.api.UserErrorCode.REQUIRED;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;

/** What an update's input says of a field that may be empty. */
public final class Given {

    private Given() {}

    /** The value given, null to clear it; what stands already, where the input says nothing. */
    public static <T> @Nullable T or(ArgumentValue<T> given, @Nullable T otherwise) {
        return given.isOmitted() ? otherwise : given.value();
    }

    /** The value given; what stands already, where the input says nothing. Refuses to empty it. */
    public static <T> T needed(ArgumentValue<T> given, T otherwise, String... path) {
        if (given.isOmitted()) {
            return otherwise;
        }
        T value = given.value();
        if (value == null) {
            throw new Refused(Refusal.of(REQUIRED, "This cannot be empty; left out it stays as it is.", path));
        }
        return value;
    }

    public static <T> T or(@Nullable T given, T otherwise) {
        return given == null ? otherwise : given;
    }

    /** Refuses a start that is put behind an end of which the input says nothing; where it names one, the database refuses that. */
    public static void startBefore(@Nullable Instant end, @Nullable Instant start, boolean endGiven) {
        if (!endGiven && start != null && end != null && !start.isBefore(end)) {
            throw new Refused(Refusal.of(OUT_OF_RANGE, "The start is before the end.", "input", "startsAt"));
        }
    }

    public static boolean isTrue(@Nullable Boolean given) {
        return Boolean.TRUE.equals(given);
    }

    public static Refused nothing(String... path) {
        return new Refused(Refusal.notFound(path));
    }
}
