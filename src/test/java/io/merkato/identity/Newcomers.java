package io.merkato.identity;

import io.merkato.api.Viewer;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.Tenant;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** People with a login that is proven to be theirs and no password, whose hashes would take longer than most tests. */
@Lazy
@Component
public class Newcomers {

    private final PlatformContext platform;
    private final People people;
    private final UserRepository users;
    private final Sessions sessions;
    private final Clock clock;

    Newcomers(PlatformContext platform, People people, UserRepository users, Sessions sessions, Clock clock) {
        this.platform = platform;
        this.people = people;
        this.users = users;
        this.sessions = sessions;
        this.clock = clock;
    }

    public User.Id enrol(String email) {
        User.Id user = people.enrol(email, null, null);
        return platform.transact(tx -> {
            users.verify(tx.sql(), user, Login.parse(email, null).orElseThrow(), clock.instant());
            return user;
        });
    }

    /** As if they had signed in there. */
    public String accessToken(User.Id user, Tenant.@Nullable Id tenant) {
        return platform.transact(tx -> sessions.open(tx, user, tenant, null, Viewer.Origin.NONE))
                .accessToken();
    }
}
