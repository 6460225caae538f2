package io.merkato.identity;

import io.merkato.api.Permission;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import java.util.Collection;

/** Nobody grants, changes or takes away rights beyond their own; what reaches every store reaches any of them. */
final class Ceiling {

    private Ceiling() {}

    /** @param path the argument that the rights came in, or that names who has them */
    static void check(Viewer viewer, Collection<Permission> rights, String... path) {
        for (Permission right : rights) {
            if (right == Permission.PLATFORM_OPERATE || !viewer.has(right)) {
                throw new Refused(Refusal.of(
                        UserErrorCode.NOT_ALLOWED,
                        "This takes the permission " + right
                                + (viewer.hasAnywhere(right)
                                        ? " for every store, and you hold it for some."
                                        : ", which you do not hold here."),
                        path));
            }
        }
    }
}
