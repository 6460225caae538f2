package io.merkato.identity;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/**
 * Answers the same, and as fast, whether there is such a login or not. No password is taken yet: whoever reads the message
 * chooses it, so that nobody has one to an address that is not theirs.
 */
@Controller
class SignUp {

    record Input(
            @Nullable String email,
            @Nullable String phone,
            @Nullable String name,
            @Nullable Locale locale) {}

    record Payload(List<UserError> userErrors) implements MutationPayload {}

    private static final int LONGEST_NAME = 255;

    private final SignUps signUps;
    private final Logins logins;
    private final Throttle throttle;

    SignUp(SignUps signUps, Logins logins, Throttle throttle) {
        this.signUps = signUps;
        this.logins = logins;
        this.throttle = throttle;
    }

    @MutationMapping
    Payload signUp(
            @Argument Input input,
            @ContextValue(required = false) @Nullable TenantContext tenant,
            @ContextValue Viewer viewer) {
        try {
            return signUp(input, logins.either(input.email(), input.phone(), tenant), tenant, viewer);
        } catch (Refused e) {
            return new Payload(e.errors());
        }
    }

    private Payload signUp(Input input, Login login, @Nullable TenantContext tenant, Viewer viewer) {
        if (input.email() != null && input.phone() != null) {
            throw new Refused(
                    Refusal.of(UserErrorCode.INVALID, "Give an e-mail address or a phone number, not both.", "input"));
        }
        String name = input.name() == null ? null : input.name().strip();
        if (name != null && (name.isEmpty() || name.codePointCount(0, name.length()) > LONGEST_NAME)) {
            throw new Refused(Refusal.of(UserErrorCode.INVALID, "A name has 1 to 255 characters.", "input", "name"));
        }
        if (throttle.takeMessage("sign-up", login.key(), viewer.origin().address())) {
            Tenant.Id at = tenant == null ? null : tenant.id();
            throttle.takeStrangersText(login, at);
            var wanted = new SignUps.Wanted(login, name, input.locale());
            Thread.startVirtualThread(() -> signUps.send(wanted, at));
        }
        return new Payload(List.of());
    }
}
