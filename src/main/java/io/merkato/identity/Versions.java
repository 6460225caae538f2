package io.merkato.identity;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import org.jspecify.annotations.Nullable;

/** No change is lost because somebody did not see it. */
final class Versions {

    private Versions() {}

    static void check(@Nullable Integer expected, int current) {
        if (expected != null && expected != current) {
            throw new Refused(Refusal.of(
                    UserErrorCode.VERSION_CONFLICT,
                    "It was changed since; its version is " + current + ".",
                    "ifVersion"));
        }
    }
}
