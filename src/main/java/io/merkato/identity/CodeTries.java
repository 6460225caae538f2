package io.merkato.identity;

import io.merkato.api.TypeId;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Bounds how often codes are guessed that are worth something to whoever has them, for modules that keep such codes. */
@Component
public class CodeTries {

    /** One try, which {@link #right} takes back. */
    public static final class Tried {
        final Throttle.Try made;

        Tried(Throttle.Try made) {
            this.made = made;
        }
    }

    private final Throttle throttle;

    CodeTries(Throttle throttle) {
        this.throttle = throttle;
    }

    /**
     * Counts a try before it is made, so that many at once are not more than allowed. To be asked before the transaction.
     *
     * @param who shops; null for staff, who try for many
     * @throws io.merkato.api.Fault {@code THROTTLED} where one person or one place tried too many wrong ones
     */
    public Tried take(TenantContext tenant, Viewer viewer, @Nullable TypeId who) {
        String person = who == null ? Objects.toString(viewer.actor().id(), "anonymous") : who.text();
        return new Tried(throttle.takeCode(
                tenant.id().text(), person, who == null, viewer.origin().address()));
    }

    /** It was no guess. To be said after the transaction. */
    public void right(Tried tried) {
        throttle.giveBack(tried.made);
    }
}
