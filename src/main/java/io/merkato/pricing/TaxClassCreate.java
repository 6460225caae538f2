package io.merkato.pricing;

import static io.merkato.api.Permission.PRICING_WRITE;
import static io.merkato.jooq.pricing.Tables.TAX_CLASS;

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
class TaxClassCreate {

    record Input(String code, String name, boolean isDefault) {}

    record Payload(@Nullable TaxClass taxClass, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final TaxTableRepository taxes;

    TaxClassCreate(TaxTableRepository taxes) {
        this.taxes = taxes;
    }

    @MutationMapping
    Payload taxClassCreate(@Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(PRICING_WRITE), Payload::refused, tx -> {
            var id = new TaxClass.Id(Uuid7.next());
            if (input.isDefault()) {
                taxes.takeDefault(tx);
            }
            tx.sql()
                    .insertInto(TAX_CLASS)
                    .set(TAX_CLASS.TENANT_ID, tx.id())
                    .set(TAX_CLASS.ID, id)
                    .set(TAX_CLASS.CODE, input.code())
                    .set(TAX_CLASS.NAME, input.name().strip())
                    .set(TAX_CLASS.IS_DEFAULT, input.isDefault())
                    .execute();
            TaxClass created = taxes.readClass(tx, id);
            tx.created(id, created);
            return new Payload(created, List.of());
        });
    }
}
