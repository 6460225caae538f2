package io.merkato.identity;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class TokenRefresh {

    record Input(Secret refreshToken) {}

    record Payload(@Nullable Tokens tokens, List<UserError> userErrors) implements MutationPayload {}

    private static final UserError INVALID =
            Refusal.of(UserErrorCode.INVALID_TOKEN, "The session is over. Sign in again.", "input", "refreshToken");

    private final Sessions sessions;

    TokenRefresh(Sessions sessions) {
        this.sessions = sessions;
    }

    @MutationMapping
    Payload tokenRefresh(@Argument Input input) {
        return sessions.refresh(input.refreshToken())
                .map(tokens -> new Payload(tokens, List.of()))
                .orElseGet(() -> new Payload(null, List.of(INVALID)));
    }
}
