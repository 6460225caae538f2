package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;

import io.merkato.api.Given;
import io.merkato.api.LocalisedTextInput;
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

@Controller
class AttributeUpdate {

    record Input(
            @Nullable String code,
            @Nullable List<LocalisedTextInput> labels,
            @Nullable List<LocalisedTextInput> descriptions,
            @Nullable String unit,
            @Nullable Boolean filterable,
            @Nullable Boolean sortable,
            @Nullable AttributeValidation validation) {

        Attribute applyTo(Attribute attribute) {
            return new Attribute(
                    attribute.id(),
                    Given.or(code, attribute.code()),
                    attribute.type(),
                    LocalisedTextInput.textOr(labels, attribute.labels()),
                    LocalisedTextInput.textOr(descriptions, attribute.descriptions()),
                    unit == null ? attribute.unit() : unit,
                    attribute.localised(),
                    Given.or(filterable, attribute.filterable()),
                    Given.or(sortable, attribute.sortable()),
                    Given.or(validation, attribute.validation()),
                    attribute.version(),
                    attribute.createdAt(),
                    attribute.updatedAt());
        }
    }

    record Payload(@Nullable Attribute attribute, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    @MutationMapping
    Payload attributeUpdate(
            @Argument Attribute.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            Attribute before = AttributeWriter.lock(tx, id, "id");
            VersionConflict.check(ifVersion, before.version());
            Attribute wanted = input.applyTo(before);
            Attribute after = AttributeWriter.update(tx, wanted);
            return new Payload(tx.changed(id, before, after), List.of());
        });
    }
}
