package io.merkato.identity;

import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Answers the same, and as fast, whether there is such a login or not: looking for it happens afterwards. */
@Controller
class PasswordResetRequest {

    record Input(String login) {}

    record Payload(List<UserError> userErrors) implements MutationPayload {}

    private final PasswordResets resets;
    private final Logins logins;
    private final Throttle throttle;

    PasswordResetRequest(PasswordResets resets, Logins logins, Throttle throttle) {
        this.resets = resets;
        this.logins = logins;
        this.throttle = throttle;
    }

    @MutationMapping
    Payload passwordResetRequest(
            @Argument Input input,
            @ContextValue(required = false) @Nullable TenantContext tenant,
            @ContextValue Viewer viewer) {
        Optional<Login> parsed = logins.parse(input.login(), tenant);
        boolean sends = throttle.takeMessage(
                "reset", Login.counted(parsed, input.login()), viewer.origin().address());
        if (sends) {
            Tenant.Id at = tenant == null ? null : tenant.id();
            parsed.ifPresent(login -> Thread.startVirtualThread(() -> resets.send(login, at)));
        }
        return new Payload(List.of());
    }
}
