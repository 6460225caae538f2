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
class AttributeSetCreate {

    record Input(
            String code,
            @Nullable List<LocalisedTextInput> labels,
            @Nullable List<AttributeGroupInput> groups,
            @Nullable List<AttributePlaceInput> attributes) {}

    record Payload(@Nullable AttributeSet attributeSet, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    @MutationMapping
    Payload attributeSetCreate(@Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            var id = new AttributeSet.Id(Uuid7.next());
            AttributeSetWriter.insert(tx, id, input.code(), LocalisedTextInput.text(input.labels()));
            AttributeSetWriter.arrange(
                    tx,
                    id,
                    Given.or(input.groups(), List.of()),
                    AttributeGroupInput.places(input.groups(), input.attributes()));
            AttributeSetState created = AttributeSetState.lock(tx, id);
            tx.created(id, created);
            return new Payload(created.set(), List.of());
        });
    }
}
