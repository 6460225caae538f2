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
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class LabelUpdate {

    record Input(
            @Nullable String code,
            @Nullable List<LocalisedTextInput> names,
            ArgumentValue<String> colour,
            @Nullable Integer position) {

        Label applyTo(Label label) {
            return new Label(
                    label.id(),
                    Given.or(code, label.code()),
                    LocalisedTextInput.textOr(names, label.names()),
                    Given.or(colour, label.colour()),
                    Given.or(position, label.position()),
                    label.version());
        }
    }

    record Payload(@Nullable Label label, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    @MutationMapping
    Payload labelUpdate(
            @Argument Label.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            Label before = LabelWriter.lock(tx, id);
            VersionConflict.check(ifVersion, before.version());
            Label wanted = input.applyTo(before);
            Label after = LabelWriter.update(tx, wanted);
            return new Payload(tx.changed(id, before, after), List.of());
        });
    }
}
