package io.merkato.pricing;

import static io.merkato.api.Permission.PRICING_WRITE;
import static io.merkato.jooq.pricing.Tables.TAX_ZONE;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class TaxZoneUpdate {

    record Input(@Nullable String name, @Nullable List<TaxPlace> places) {}

    record Payload(@Nullable TaxZone taxZone, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final TaxTableRepository taxes;

    TaxZoneUpdate(TaxTableRepository taxes) {
        this.taxes = taxes;
    }

    @MutationMapping
    Payload taxZoneUpdate(
            @Argument TaxZone.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(PRICING_WRITE), Payload::refused, tx -> {
            TaxZone before = taxes.lockZone(tx, id, "id");
            VersionConflict.check(ifVersion, before.version());
            tx.sql()
                    .update(TAX_ZONE)
                    .set(TAX_ZONE.NAME, Given.or(input.name(), before.name()).strip())
                    .set(TAX_ZONE.VERSION, TAX_ZONE.VERSION.plus(1))
                    .set(TAX_ZONE.UPDATED_AT, Instant.now())
                    .where(tx.owns(TAX_ZONE))
                    .and(TAX_ZONE.ID.eq(id))
                    .execute();
            if (input.places() != null) {
                TaxZoneWriter.clear(tx, id);
                TaxZoneWriter.write(tx, id, input.places());
            }
            TaxZone after = taxes.readZone(tx, id);
            return new Payload(tx.changed(id, before, after), List.of());
        });
    }
}
