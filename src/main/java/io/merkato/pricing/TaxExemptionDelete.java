package io.merkato.pricing;

import static io.merkato.api.Permission.PRICING_WRITE;
import static io.merkato.jooq.pricing.Tables.TAX_EXEMPTION;

import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class TaxExemptionDelete {

    record Payload(TaxExemption.@Nullable Id taxExemptionId, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final TaxExemptionRepository exemptions;

    TaxExemptionDelete(TaxExemptionRepository exemptions) {
        this.exemptions = exemptions;
    }

    @MutationMapping
    Payload taxExemptionDelete(
            @Argument TaxExemption.Id id,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(PRICING_WRITE), Payload::refused, tx -> {
            TaxExemption before = exemptions.lock(tx, id);
            VersionConflict.check(ifVersion, before.version());
            tx.sql()
                    .deleteFrom(TAX_EXEMPTION)
                    .where(tx.owns(TAX_EXEMPTION))
                    .and(TAX_EXEMPTION.ID.eq(id))
                    .execute();
            tx.deleted(id, before.logged(before));
            return new Payload(id, List.of());
        });
    }
}
