package io.merkato.identity;

import static io.merkato.api.Permission.API_KEYS_MANAGE;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Anyone who manages keys may end any: taking away is not granting, and a leaked key cannot wait for an owner. */
@Controller
class ApiKeyRevoke {

    record Payload(@Nullable ApiKey apiKey, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ApiKeyRepository repository;
    private final ApiKeys apiKeys;
    private final Clock clock;

    ApiKeyRevoke(ApiKeyRepository repository, ApiKeys apiKeys, Clock clock) {
        this.repository = repository;
        this.apiKeys = apiKeys;
        this.clock = clock;
    }

    @MutationMapping
    Payload apiKeyRevoke(@Argument ApiKey.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        var revoked = new AtomicReference<byte @Nullable []>();
        Payload payload = tenant.mutate(viewer.may(API_KEYS_MANAGE), Payload::refused, tx -> {
            ApiKey before = repository.find(tx, id).orElseThrow(() -> new Refused(Refusal.notFound("id")));
            revoked.set(repository.revoke(tx, id, clock.instant()).orElse(null));
            ApiKey after = repository.find(tx, id).orElseThrow();
            return new Payload(tx.changed(id, before, after), List.of());
        });
        byte[] hash = revoked.get();
        if (hash != null) {
            apiKeys.noticeEnd(tenant.id(), hash);
        }
        return payload;
    }
}
