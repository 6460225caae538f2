package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_OPTION;

import io.merkato.api.Given;
import io.merkato.api.LocalisedTextInput;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class AttributeOptionCreate {

    record Input(
            String code,
            @Nullable List<LocalisedTextInput> labels,
            @Nullable String colour,
            @Nullable Integer position) {

        AttributeOption option(Attribute.Id attribute, int place) {
            return new AttributeOption(
                    new AttributeOption.Id(Uuid7.next()),
                    attribute,
                    code,
                    LocalisedTextInput.text(labels),
                    colour,
                    Given.or(position, place),
                    1);
        }
    }

    record Payload(@Nullable AttributeOption option, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    @MutationMapping
    Payload attributeOptionCreate(
            @Argument Attribute.Id attributeId,
            @Argument Input input,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            Attribute attribute = AttributeWriter.lock(tx, attributeId, "attributeId");
            Integer last = tx.sql()
                    .select(DSL.max(ATTRIBUTE_OPTION.POSITION))
                    .from(ATTRIBUTE_OPTION)
                    .where(tx.owns(ATTRIBUTE_OPTION))
                    .and(ATTRIBUTE_OPTION.ATTRIBUTE_ID.eq(attributeId))
                    .fetchSingle()
                    .value1();
            AttributeOption created = input.option(attributeId, Place.behind(last));
            OptionWriter.insert(tx, attribute, List.of(created));
            tx.created(created.id(), created);
            return new Payload(created, List.of());
        });
    }
}
