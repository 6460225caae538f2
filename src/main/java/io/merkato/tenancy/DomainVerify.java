package io.merkato.tenancy;

import io.merkato.api.MutationPayload;
import io.merkato.api.Permission;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Asks the DNS before it opens a transaction, so that no row waits for another's name server. */
@Controller
class DomainVerify {

    record Payload(@Nullable Domain domain, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final DomainRepository domains;
    private final TextRecords records;
    private final Tenants known;

    DomainVerify(DomainRepository domains, TextRecords records, Tenants known) {
        this.domains = domains;
        this.records = records;
        this.known = known;
    }

    @MutationMapping
    Payload domainVerify(@Argument Domain.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        var grant = viewer.may(Permission.TENANT_MANAGE);
        boolean proven = domains.find(tenant, id)
                .map(Domain::verification)
                .filter(wanted -> records.find(wanted.name()).contains(wanted.value()))
                .isPresent();
        Payload payload = tenant.mutate(grant, Payload::refused, tx -> {
            Domain before = domains.lock(tx, id).orElseThrow(() -> new Refused(Refusal.notFound("id")));
            if (!proven) {
                throw new Refused(Refusal.of(
                        UserErrorCode.INVALID,
                        "There is no TXT record " + before.verification().name()
                                + " that says so yet; DNS may need a while.",
                        "id"));
            }
            Domain after = domains.verify(tx, id);
            return new Payload(tx.changed(id, before, after), List.of());
        });
        known.forget();
        return payload;
    }
}
