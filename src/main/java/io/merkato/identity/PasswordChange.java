package io.merkato.identity;

import io.merkato.api.Fault;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.identity.UserRepository.Account;
import io.merkato.tenancy.PlatformContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class PasswordChange {

    record Input(Secret currentPassword, Secret newPassword) {}

    record Payload(@Nullable User user, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private static final UserError WRONG =
            Refusal.of(UserErrorCode.INVALID_CREDENTIALS, "The current password is wrong.", "input", "currentPassword");

    private final PlatformContext platform;
    private final UserRepository users;
    private final PasswordHasher hasher;
    private final Passwords passwords;
    private final SessionRepository repository;
    private final Sessions sessions;
    private final Throttle throttle;
    private final Clock clock;

    PasswordChange(
            PlatformContext platform,
            UserRepository users,
            PasswordHasher hasher,
            Passwords passwords,
            SessionRepository repository,
            Sessions sessions,
            Throttle throttle,
            Clock clock) {
        this.platform = platform;
        this.users = users;
        this.hasher = hasher;
        this.passwords = passwords;
        this.repository = repository;
        this.sessions = sessions;
        this.throttle = throttle;
        this.clock = clock;
    }

    @MutationMapping
    Payload passwordChange(@Argument Input input, @ContextValue Caller caller, @ContextValue Viewer viewer) {
        Caller.Person person = SessionController.person(caller);
        var tries = throttle.takePasswordChange(person.user(), viewer.origin().address());
        Account account = users.findAccount(platform.sql(), person.user()).orElseThrow();
        if (!throttle.during(tries, () -> hasher.matches(input.currentPassword(), account.passwordHash()))) {
            return Payload.refused(List.of(WRONG));
        }
        throttle.succeeded(tries);
        try {
            return change(account, input.newPassword(), person, viewer);
        } catch (Refused e) {
            return Payload.refused(e.errors());
        }
    }

    private Payload change(Account compared, Secret newPassword, Caller.Person person, Viewer viewer) {
        User user = compared.user();
        var setPassword = passwords.prepare(user, newPassword, "input", "newPassword");
        return platform.mutate(viewer.mayAsThemselves(), Payload::refused, tx -> {
            Instant now = clock.instant();
            users.lock(tx.sql(), user.id());
            Account account = users.findAccount(tx.sql(), user.id()).orElseThrow();
            if (!Objects.equals(account.passwordHash(), compared.passwordHash())) {
                throw new Refused(WRONG); // it was changed while it was compared
            }
            if (person.session() != null && !repository.lasts(tx, person.session(), now)) {
                throw Fault.unauthenticated(); // somebody shut them out meanwhile
            }
            setPassword.accept(tx.sql());
            sessions.noticeEnd(
                    repository.endOthers(tx, user.id(), person.session(), Session.Ended.PASSWORD_CHANGED, now));
            return new Payload(user, List.of());
        });
    }
}
