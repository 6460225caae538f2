package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;

import io.merkato.api.Given;
import io.merkato.api.LocalisedTextInput;
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
class LabelCreate {

    record Input(
            String code,
            @Nullable List<LocalisedTextInput> names,
            @Nullable String colour,
            @Nullable Integer position) {

        Label label() {
            return new Label(
                    new Label.Id(Uuid7.next()), code, LocalisedTextInput.text(names), colour, Given.or(position, 0), 1);
        }
    }

    record Payload(@Nullable Label label, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    @MutationMapping
    Payload labelCreate(@Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            Label created = LabelWriter.insert(tx, input.label());
            tx.created(created.id(), created);
            return new Payload(created, List.of());
        });
    }
}
