package io.merkato.identity;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.identity.UserRepository.Account;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Whatever is wrong, the answer is the same and takes as long. */
@Controller
class SignIn {

    record Input(String login, Secret password, @Nullable String device) {}

    record Payload(@Nullable User user, @Nullable Tokens tokens, List<UserError> userErrors)
            implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, null, errors);
        }
    }

    private static final UserError WRONG =
            Refusal.of(UserErrorCode.INVALID_CREDENTIALS, "Login or password is wrong.", "input");

    private final PlatformContext platform;
    private final UserRepository users;
    private final PasswordHasher hasher;
    private final Sessions sessions;
    private final Logins logins;
    private final Throttle throttle;

    SignIn(
            PlatformContext platform,
            UserRepository users,
            PasswordHasher hasher,
            Sessions sessions,
            Logins logins,
            Throttle throttle) {
        this.platform = platform;
        this.users = users;
        this.hasher = hasher;
        this.sessions = sessions;
        this.logins = logins;
        this.throttle = throttle;
    }

    @MutationMapping
    Payload signIn(
            @Argument Input input,
            @ContextValue(required = false) @Nullable TenantContext tenant,
            @ContextValue Viewer viewer) {
        Optional<Login> login = logins.parse(input.login(), tenant);
        var tries = throttle.takeSignIn(
                Login.counted(login, input.login()), viewer.origin().address());
        Optional<Account> account = login.flatMap(known -> users.findAccount(platform.sql(), known));
        boolean right = throttle.during(
                tries,
                () -> hasher.matches(
                        input.password(), account.map(Account::passwordHash).orElse(null)));
        if (!right || !account.map(Account::active).orElse(false)) {
            return Payload.refused(List.of(WRONG));
        }
        throttle.succeeded(tries);
        User user = account.orElseThrow().user();
        return platform.mutate(viewer.mayAsAnyone(), Payload::refused, tx -> {
            users.lock(tx.sql(), user.id());
            Optional<Account> now = users.findAccount(tx.sql(), user.id()).filter(Account::active);
            if (!now.map(Account::passwordHash).equals(account.map(Account::passwordHash))) {
                throw new Refused(WRONG); // the password was changed while it was compared
            }
            Tokens tokens =
                    sessions.open(tx, user.id(), tenant == null ? null : tenant.id(), input.device(), viewer.origin());
            return new Payload(user, tokens, List.of());
        });
    }
}
