package io.merkato.identity;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class SignUp {

    record Input(
            @Nullable String email,
            @Nullable String phone,
            Secret password,
            @Nullable String name,
            @Nullable Locale locale,
            @Nullable String device) {}

    record Payload(@Nullable User user, @Nullable Tokens tokens, List<UserError> userErrors)
            implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, null, errors);
        }
    }

    private final PlatformContext platform;
    private final UserRepository users;
    private final Passwords passwords;
    private final Sessions sessions;
    private final Logins logins;
    private final Throttle throttle;
    private final Clock clock;

    SignUp(
            PlatformContext platform,
            UserRepository users,
            Passwords passwords,
            Sessions sessions,
            Logins logins,
            Throttle throttle,
            Clock clock) {
        this.platform = platform;
        this.users = users;
        this.passwords = passwords;
        this.sessions = sessions;
        this.logins = logins;
        this.throttle = throttle;
        this.clock = clock;
    }

    @MutationMapping
    Payload signUp(
            @Argument Input input,
            @ContextValue(required = false) @Nullable TenantContext tenant,
            @ContextValue Viewer viewer) {
        throttle.takeSignUp(viewer.origin().address());
        try {
            return signUp(input, logins.email(input.email()), logins.phone(input.phone(), tenant), tenant, viewer);
        } catch (Refused e) {
            return Payload.refused(e.errors());
        }
    }

    private Payload signUp(
            Input input,
            Login.@Nullable Email email,
            Login.@Nullable Phone phone,
            @Nullable TenantContext tenant,
            Viewer viewer) {
        logins.either(input.email(), input.phone(), tenant);
        var user = new User(
                new User.Id(Uuid7.next()),
                email == null ? null : email.text(),
                phone == null ? null : phone.text(),
                input.name() == null ? null : input.name().strip(),
                input.locale(),
                clock.instant());
        var setPassword = passwords.prepare(user, input.password(), "input", "password");
        return platform.mutate(viewer.mayAsAnyone(), Payload::refused, tx -> {
            users.insert(tx.sql(), user, email);
            setPassword.accept(tx.sql());
            Tokens tokens =
                    sessions.open(tx, user.id(), tenant == null ? null : tenant.id(), input.device(), viewer.origin());
            return new Payload(user, tokens, List.of());
        });
    }
}
