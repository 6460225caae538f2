package io.merkato.identity;

import java.time.Clock;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/** Logins that nobody has shown to be theirs: whoever chose their password may be a stranger who waits for the owner to come. */
@Component
class Unproven {

    private final UserRepository users;
    private final PasswordResetRepository resets;
    private final SessionRepository repository;
    private final Sessions sessions;
    private final Clock clock;

    Unproven(
            UserRepository users,
            PasswordResetRepository resets,
            SessionRepository repository,
            Sessions sessions,
            Clock clock) {
        this.users = users;
        this.resets = resets;
        this.repository = repository;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** Within a transaction: nothing by which a stranger could enter is left, no password, session or token. */
    void shutOut(DSLContext sql, User.Id user) {
        users.lock(sql, user);
        users.deletePasswords(sql, user);
        resets.deleteUnused(sql, user);
        sessions.noticeEnd(repository.endAll(sql, user, Session.Ended.PASSWORD_CHANGED, clock.instant()));
    }

    /** Within a transaction: the login is theirs who now chooses a password. */
    void takeOver(DSLContext sql, User.Id user, Login login) {
        shutOut(sql, user);
        users.verify(sql, user, login, clock.instant());
    }
}
