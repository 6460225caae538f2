package io.merkato.identity;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.tenancy.PlatformContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class PasswordReset {

    record Input(Secret token, Secret newPassword) {}

    record Payload(List<UserError> userErrors) implements MutationPayload {}

    private static final UserError INVALID = Refusal.of(
            UserErrorCode.INVALID_TOKEN, "The token is not valid, or no longer. Ask for a new one.", "input", "token");

    private final PlatformContext platform;
    private final UserRepository users;
    private final PasswordResetRepository resets;
    private final Passwords passwords;
    private final SessionRepository repository;
    private final Sessions sessions;
    private final Clock clock;

    PasswordReset(
            PlatformContext platform,
            UserRepository users,
            PasswordResetRepository resets,
            Passwords passwords,
            SessionRepository repository,
            Sessions sessions,
            Clock clock) {
        this.platform = platform;
        this.users = users;
        this.resets = resets;
        this.passwords = passwords;
        this.repository = repository;
        this.sessions = sessions;
        this.clock = clock;
    }

    @MutationMapping
    Payload passwordReset(@Argument Input input, @ContextValue Viewer viewer) {
        byte[] hash = input.token().hash();
        try {
            return resets.findUser(platform, hash, clock.instant())
                    .flatMap(user -> users.find(platform.sql(), user))
                    .map(user -> reset(user, hash, input.newPassword(), viewer))
                    .orElseGet(() -> new Payload(List.of(INVALID)));
        } catch (Refused e) {
            return new Payload(e.errors());
        }
    }

    private Payload reset(User user, byte[] hash, Secret newPassword, Viewer viewer) {
        var setPassword = passwords.prepare(user, newPassword, hash, viewer.origin(), "input", "newPassword");
        return platform.mutate(viewer.mayAsAnyone(), Payload::new, tx -> {
            Instant now = clock.instant();
            users.lock(tx.sql(), user.id());
            Login proven = resets.redeem(tx, hash, now)
                    .orElseThrow(() -> new Refused(INVALID))
                    .login();
            users.verify(tx.sql(), user.id(), proven, now);
            setPassword.accept(tx.sql());
            sessions.noticeEnd(repository.endAll(tx, user.id(), Session.Ended.PASSWORD_CHANGED, now));
            return new Payload(List.of());
        });
    }
}
