package io.merkato.pricing;

import static io.merkato.api.Permission.PRICING_WRITE;
import static io.merkato.jooq.pricing.Tables.TAX_ZONE;

import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class TaxZoneCreate {

    record Input(String name, List<TaxPlace> places) {}

    record Payload(@Nullable TaxZone taxZone, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final TaxTableRepository taxes;

    TaxZoneCreate(TaxTableRepository taxes) {
        this.taxes = taxes;
    }

    @MutationMapping
    Payload taxZoneCreate(@Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(PRICING_WRITE), Payload::refused, tx -> {
            var id = new TaxZone.Id(Uuid7.next());
            tx.sql()
                    .insertInto(TAX_ZONE)
                    .set(TAX_ZONE.TENANT_ID, tx.id())
                    .set(TAX_ZONE.ID, id)
                    .set(TAX_ZONE.NAME, input.name().strip())
                    .execute();
            TaxZoneWriter.write(tx, id, input.places());
            TaxZone created = taxes.readZone(tx, id);
            tx.created(id, created);
            return new Payload(created, List.of());
        });
    }
}
