package io.merkato.pricing;

import static io.merkato.api.Permission.PRICING_WRITE;
import static io.merkato.jooq.pricing.Tables.TAX_EXEMPTION;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Ends an exemption, prolongs it, or puts its certificate right. What it is for stays: that would be another one. */
@Controller
class TaxExemptionUpdate {

    record Input(@Nullable String certificate, @Nullable Instant startsAt, ArgumentValue<Instant> endsAt) {}

    record Payload(@Nullable TaxExemption taxExemption, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final TaxExemptionRepository exemptions;

    TaxExemptionUpdate(TaxExemptionRepository exemptions) {
        this.exemptions = exemptions;
    }

    @MutationMapping
    Payload taxExemptionUpdate(
            @Argument TaxExemption.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(PRICING_WRITE), Payload::refused, tx -> {
            TaxExemption before = exemptions.lock(tx, id);
            VersionConflict.check(ifVersion, before.version());
            Instant startsAt = Given.or(input.startsAt(), before.startsAt());
            if (!startsAt.equals(before.endsAt())) {
                Given.startBefore(before.endsAt(), startsAt, !input.endsAt().isOmitted());
            }
            tx.sql()
                    .update(TAX_EXEMPTION)
                    .set(
                            TAX_EXEMPTION.CERTIFICATE,
                            Given.or(input.certificate(), before.certificate()).strip())
                    .set(TAX_EXEMPTION.STARTS_AT, startsAt)
                    .set(TAX_EXEMPTION.ENDS_AT, Given.or(input.endsAt(), before.endsAt()))
                    .set(TAX_EXEMPTION.VERSION, TAX_EXEMPTION.VERSION.plus(1))
                    .set(TAX_EXEMPTION.UPDATED_AT, Instant.now())
                    .where(tx.owns(TAX_EXEMPTION))
                    .and(TAX_EXEMPTION.ID.eq(id))
                    .execute();
            TaxExemption after = exemptions.read(tx, id);
            boolean different = tx.changes(id, before.logged(before), after.logged(before));
            return new Payload(different ? after : before, List.of());
        });
    }
}
