package io.merkato.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Someone changed it since {@code ifVersion} was read.
 *
 * @param current its version now
 */
public record VersionConflict(
        UserErrorCode code, String message, @Nullable List<String> path, int current) implements UserError {

    /** @throws Refused where the caller had another version in mind; null minds none */
    public static void check(@Nullable Integer ifVersion, int current, String... path) {
        if (ifVersion != null && ifVersion != current) {
            throw new Refused(new VersionConflict(
                    UserErrorCode.VERSION_CONFLICT,
                    "Someone changed it since; its version is " + current + " now.",
                    path.length == 0 ? List.of("ifVersion") : List.of(path),
                    current));
        }
    }
}
