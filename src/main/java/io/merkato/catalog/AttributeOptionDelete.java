package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;
import static io.merkato.api.UserErrorCode.IN_USE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_OPTION;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_VALUE;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
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
class AttributeOptionDelete {

    record Payload(AttributeOption.@Nullable Id optionId, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    @MutationMapping
    Payload attributeOptionDelete(
            @Argument AttributeOption.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            AttributeOption before = OptionWriter.lock(tx, id);
            int values = tx.sql()
                    .fetchCount(ATTRIBUTE_VALUE, tx.owns(ATTRIBUTE_VALUE).and(ATTRIBUTE_VALUE.OPTION_ID.eq(id)));
            if (values > 0) {
                throw new Refused(Refusal.of(
                        IN_USE, values + " products or variants have this option, deleted ones counted.", "id"));
            }
            tx.sql()
                    .deleteFrom(ATTRIBUTE_OPTION)
                    .where(tx.owns(ATTRIBUTE_OPTION))
                    .and(ATTRIBUTE_OPTION.ID.eq(id))
                    .execute();
            tx.deleted(id, before);
            return new Payload(id, List.of());
        });
    }
}
