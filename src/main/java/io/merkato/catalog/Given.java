package io.merkato.catalog;

import static io.merkato.api.UserErrorCode.REQUIRED;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;

/** What an update's input says of a field that may be empty. */
final class Given {

    private Given() {}

    /** The value given, null to clear it; what stands already, where the input says nothing. */
    static <T> @Nullable T or(ArgumentValue<T> given, @Nullable T otherwise) {
        return given.isOmitted() ? otherwise : given.value();
    }

    /** The value given; what stands already, where the input says nothing. Refuses to empty it. */
    static <T> T needed(ArgumentValue<T> given, T otherwise, String... path) {
        if (given.isOmitted()) {
            return otherwise;
        }
        T value = given.value();
        if (value == null) {
            throw new Refused(Refusal.of(REQUIRED, "This cannot be empty; left out it stays as it is.", path));
        }
        return value;
    }

    static <T> T or(@Nullable T given, T otherwise) {
        return given == null ? otherwise : given;
    }

    static boolean isTrue(@Nullable Boolean given) {
        return Boolean.TRUE.equals(given);
    }

    /** The slug given, else one made of the name. */
    static String slug(@Nullable String slug, String name) {
        if (slug != null) {
            return slug.strip();
        }
        String made = Slug.of(name);
        return made.isEmpty() ? Slug.digest(name) : made;
    }

    static Refused nothing(String... path) {
        return new Refused(Refusal.notFound(path));
    }
}
