package io.merkato.tenancy;

import io.merkato.api.MutationPayload;
import io.merkato.api.Permission;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class DomainRemove {

    record Payload(Domain.@Nullable Id removedId, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final DomainRepository domains;
    private final Tenants known;

    DomainRemove(DomainRepository domains, Tenants known) {
        this.domains = domains;
        this.known = known;
    }

    @MutationMapping
    Payload domainRemove(@Argument Domain.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        Payload payload = tenant.mutate(viewer.may(Permission.TENANT_MANAGE), Payload::refused, tx -> {
            Domain before = domains.lock(tx, id).orElseThrow(() -> new Refused(Refusal.notFound("id")));
            domains.remove(tx, id);
            tx.deleted(id, before);
            return new Payload(id, List.of());
        });
        known.forget();
        return payload;
    }
}
