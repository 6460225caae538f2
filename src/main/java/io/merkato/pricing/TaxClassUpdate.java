package io.merkato.pricing;

import static io.merkato.api.Permission.PRICING_WRITE;
import static io.merkato.jooq.pricing.Tables.TAX_CLASS;

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
class TaxClassUpdate {

    record Input(
            @Nullable String code,
            @Nullable String name,
            @Nullable Boolean isDefault) {}

    record Payload(@Nullable TaxClass taxClass, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final TaxTableRepository taxes;

    TaxClassUpdate(TaxTableRepository taxes) {
        this.taxes = taxes;
    }

    @MutationMapping
    Payload taxClassUpdate(
            @Argument TaxClass.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(PRICING_WRITE), Payload::refused, tx -> {
            TaxClass before = taxes.lockClass(tx, id, "id");
            VersionConflict.check(ifVersion, before.version());
            boolean isDefault = Given.or(input.isDefault(), before.isDefault());
            if (isDefault && !before.isDefault()) {
                taxes.takeDefault(tx);
            }
            tx.sql()
                    .update(TAX_CLASS)
                    .set(TAX_CLASS.CODE, Given.or(input.code(), before.code()))
                    .set(TAX_CLASS.NAME, Given.or(input.name(), before.name()).strip())
                    .set(TAX_CLASS.IS_DEFAULT, isDefault)
                    .set(TAX_CLASS.VERSION, TAX_CLASS.VERSION.plus(1))
                    .set(TAX_CLASS.UPDATED_AT, Instant.now())
                    .where(tx.owns(TAX_CLASS))
                    .and(TAX_CLASS.ID.eq(id))
                    .execute();
            TaxClass after = taxes.readClass(tx, id);
            return new Payload(tx.changed(id, before, after), List.of());
        });
    }
}
