package io.merkato.pricing;

import static io.merkato.api.Permission.PRICING_WRITE;
import static io.merkato.jooq.pricing.Tables.TAX_RATE;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class TaxRateDelete {

    record Payload(TaxRate.@Nullable Id taxRateId, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final TaxTableRepository taxes;

    TaxRateDelete(TaxTableRepository taxes) {
        this.taxes = taxes;
    }

    @MutationMapping
    Payload taxRateDelete(@Argument TaxRate.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(PRICING_WRITE), Payload::refused, tx -> {
            TaxRate before = taxes.rate(tx, id).orElseThrow(() -> Given.nothing("id"));
            int deleted = tx.sql()
                    .deleteFrom(TAX_RATE)
                    .where(tx.owns(TAX_RATE))
                    .and(TAX_RATE.ID.eq(id))
                    .execute();
            if (deleted == 0) { // somebody was faster
                throw Given.nothing("id");
            }
            tx.deleted(id, before);
            return new Payload(id, List.of());
        });
    }
}
