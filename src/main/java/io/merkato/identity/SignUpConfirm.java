package io.merkato.identity;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** The token proves that whoever has it reads what is sent to the address or number: it is theirs, with a password that they choose. */
@Controller
class SignUpConfirm {

    record Input(Secret token, Secret password, @Nullable String device) {}

    record Payload(@Nullable User user, @Nullable Tokens tokens, List<UserError> userErrors)
            implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, null, errors);
        }
    }

    private static final UserError INVALID = Refusal.of(
            UserErrorCode.INVALID_TOKEN, "The token is not valid, or no longer. Sign up again.", "input", "token");
    private static final UserError TAKEN = Refusal.of(
            UserErrorCode.TAKEN, "You have a login by now. Sign in, or ask for a new password.", "input", "token");

    private final PlatformContext platform;
    private final SignUps signUps;
    private final UserRepository users;
    private final Passwords passwords;
    private final Sessions sessions;
    private final Clock clock;

    SignUpConfirm(
            PlatformContext platform,
            SignUps signUps,
            UserRepository users,
            Passwords passwords,
            Sessions sessions,
            Clock clock) {
        this.platform = platform;
        this.signUps = signUps;
        this.users = users;
        this.passwords = passwords;
        this.sessions = sessions;
        this.clock = clock;
    }

    @MutationMapping
    Payload signUpConfirm(
            @Argument Input input,
            @ContextValue(required = false) @Nullable TenantContext tenant,
            @ContextValue Viewer viewer) {
        try {
            SignUps.Wanted wanted = signUps.find(input.token().hash()).orElseThrow(() -> new Refused(INVALID));
            return confirm(wanted, input, tenant, viewer);
        } catch (Refused e) {
            return Payload.refused(e.errors());
        }
    }

    private Payload confirm(SignUps.Wanted wanted, Input input, @Nullable TenantContext tenant, Viewer viewer) {
        Login login = wanted.login();
        if (users.findId(platform.sql(), login).isPresent()) {
            throw new Refused(TAKEN);
        }
        var user = new User(
                new User.Id(Uuid7.next()),
                login instanceof Login.Email email ? email.text() : null,
                login instanceof Login.Phone phone ? phone.text() : null,
                wanted.name(),
                wanted.locale(),
                clock.instant(),
                login instanceof Login.Email,
                login instanceof Login.Phone);
        var setPassword =
                passwords.prepare(user, input.password(), input.token().hash(), viewer.origin(), "input", "password");
        return platform.mutate(viewer.mayAsAnyone(), Payload::refused, tx -> {
            if (!signUps.redeem(tx, input.token().hash(), wanted)) {
                throw new Refused(INVALID);
            }
            users.insert(tx.sql(), user, login);
            setPassword.accept(tx.sql());
            Tokens tokens =
                    sessions.open(tx, user.id(), tenant == null ? null : tenant.id(), input.device(), viewer.origin());
            return new Payload(user, tokens, List.of());
        });
    }
}
