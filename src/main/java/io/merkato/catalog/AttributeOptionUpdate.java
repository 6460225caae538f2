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
class AttributeOptionUpdate {

    record Input(
            @Nullable String code,
            @Nullable List<LocalisedTextInput> labels,
            @Nullable String colour,
            @Nullable Integer position) {

        AttributeOption applyTo(AttributeOption option) {
            return new AttributeOption(
                    option.id(),
                    option.attributeId(),
                    Given.or(code, option.code()),
                    LocalisedTextInput.textOr(labels, option.labels()),
                    colour == null ? option.colour() : colour,
                    Given.or(position, option.position()),
                    option.version());
        }
    }

    record Payload(@Nullable AttributeOption option, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    @MutationMapping
    Payload attributeOptionUpdate(
            @Argument AttributeOption.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            AttributeOption before = OptionWriter.lock(tx, id);
            VersionConflict.check(ifVersion, before.version());
            AttributeOption after = OptionWriter.update(tx, input.applyTo(before));
            return new Payload(tx.changed(id, before, after), List.of());
        });
    }
}
