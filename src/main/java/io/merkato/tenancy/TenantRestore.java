package io.merkato.tenancy;

import io.merkato.api.MutationPayload;
import io.merkato.api.Permission;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class TenantRestore {

    record Payload(@Nullable Tenant tenant, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final TenantContexts contexts;
    private final TenantRepository tenants;
    private final Tenants known;

    TenantRestore(TenantContexts contexts, TenantRepository tenants, Tenants known) {
        this.contexts = contexts;
        this.tenants = tenants;
        this.known = known;
    }

    @MutationMapping
    Payload tenantRestore(@Argument Tenant.Id id, @ContextValue Viewer viewer) {
        Payload payload = contexts.of(id).mutate(viewer.may(Permission.PLATFORM_OPERATE), Payload::refused, tx -> {
            Tenant before = tenants.lock(tx).orElseThrow(() -> new Refused(Refusal.notFound("id")));
            Tenant after = tenants.update(tx, before.restore(Instant.now()));
            return new Payload(tx.changed(id, before, after), List.of());
        });
        known.forget();
        return payload;
    }
}
