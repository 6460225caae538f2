package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;
import static io.merkato.api.UserErrorCode.IN_USE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_OPTION;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_SET_ATTRIBUTE;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class AttributeDelete {

    record Payload(Attribute.@Nullable Id attributeId, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    @MutationMapping
    Payload attributeDelete(
            @Argument Attribute.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            Attribute before = AttributeWriter.lock(tx, id, "id");
            int sets = tx.sql()
                    .fetchCount(
                            ATTRIBUTE_SET_ATTRIBUTE,
                            tx.owns(ATTRIBUTE_SET_ATTRIBUTE).and(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID.eq(id)));
            if (sets > 0) {
                throw new Refused(Refusal.of(IN_USE, "The attribute is in " + sets + " attribute sets.", "id"));
            }
            tx
                    .sql()
                    .deleteFrom(ATTRIBUTE_OPTION)
                    .where(tx.owns(ATTRIBUTE_OPTION))
                    .and(ATTRIBUTE_OPTION.ATTRIBUTE_ID.eq(id))
                    .returning(OptionRepository.FIELDS)
                    .fetch(OptionRepository::option)
                    .stream()
                    .sorted(Comparator.comparingInt(AttributeOption::position))
                    .forEach(option -> tx.deleted(option.id(), option));
            tx.sql()
                    .deleteFrom(ATTRIBUTE)
                    .where(tx.owns(ATTRIBUTE))
                    .and(ATTRIBUTE.ID.eq(id))
                    .execute();
            tx.deleted(id, before);
            return new Payload(id, List.of());
        });
    }
}
