package io.merkato.pricing;

import static io.merkato.api.Permission.PRICING_WRITE;
import static io.merkato.jooq.pricing.Tables.TAX_CLASS;

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

/** A class that products, rates or shipping methods still have stays: the foreign keys say so. */
@Controller
class TaxClassDelete {

    record Payload(TaxClass.@Nullable Id taxClassId, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final TaxTableRepository taxes;

    TaxClassDelete(TaxTableRepository taxes) {
        this.taxes = taxes;
    }

    @MutationMapping
    Payload taxClassDelete(
            @Argument TaxClass.Id id,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(PRICING_WRITE), Payload::refused, tx -> {
            TaxClass before = taxes.lockClass(tx, id, "id");
            VersionConflict.check(ifVersion, before.version());
            tx.sql()
                    .deleteFrom(TAX_CLASS)
                    .where(tx.owns(TAX_CLASS))
                    .and(TAX_CLASS.ID.eq(id))
                    .execute();
            tx.deleted(id, before);
            return new Payload(id, List.of());
        });
    }
}
