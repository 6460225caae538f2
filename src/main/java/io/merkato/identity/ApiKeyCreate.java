package io.merkato.identity;

import static io.merkato.api.Permission.API_KEYS_MANAGE;

import io.merkato.api.MutationPayload;
import io.merkato.api.Permission;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class ApiKeyCreate {

    record Input(
            String name,
            Set<Permission> permissions,
            StoreReach.Input stores,
            @Nullable Instant expiresAt) {}

    record Payload(@Nullable ApiKey apiKey, @Nullable String secret, List<UserError> userErrors)
            implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, null, errors);
        }

        /** Says not the secret. */
        @Override
        public String toString() {
            return "Payload[" + apiKey + ", " + userErrors + "]";
        }
    }

    private final ApiKeyRepository apiKeys;
    private final Clock clock;

    ApiKeyCreate(ApiKeyRepository apiKeys, Clock clock) {
        this.apiKeys = apiKeys;
        this.clock = clock;
    }

    @MutationMapping
    Payload apiKeyCreate(
            @Argument Input input,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue Caller caller) {
        var token = TenantToken.random(TenantToken.API_KEY, tenant.id());
        return tenant.mutate(viewer.may(API_KEYS_MANAGE), Payload::refused, tx -> {
            if (input.permissions().isEmpty()) {
                throw new Refused(
                        Refusal.of(UserErrorCode.REQUIRED, "Name at least one permission.", "input", "permissions"));
            }
            Ceiling.check(viewer, input.permissions(), "input", "permissions");
            Instant until =
                    caller instanceof Caller.Program program ? program.key().expiresAt() : null;
            if (until != null && (input.expiresAt() == null || input.expiresAt().isAfter(until))) {
                throw new Refused(Refusal.of(
                        UserErrorCode.OUT_OF_RANGE,
                        "A key that a key makes expires no later than that one.",
                        "input",
                        "expiresAt"));
            }
            var key = new ApiKey(
                    new ApiKey.Id(Uuid7.next()),
                    input.name().strip(),
                    token.shown(),
                    input.permissions(),
                    input.stores().reach("input", "stores"),
                    viewer.actor().name(),
                    clock.instant(),
                    input.expiresAt(),
                    null,
                    null);
            apiKeys.insert(tx, key, token.secret().hash());
            tx.created(key.id(), key);
            return new Payload(key, token.secret().text(), List.of());
        });
    }
}
