package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;

import io.merkato.api.Given;
import io.merkato.api.LocalisedTextInput;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class AttributeCreate {

    private static final AttributeValidation UNBOUND =
            new AttributeValidation(null, null, null, null, null, null, null);

    record Input(
            String code,
            AttributeType type,
            @Nullable List<LocalisedTextInput> labels,
            @Nullable List<LocalisedTextInput> descriptions,
            @Nullable String unit,
            @Nullable Boolean localised,
            @Nullable Boolean filterable,
            @Nullable Boolean sortable,
            @Nullable AttributeValidation validation,
            @Nullable List<AttributeOptionCreate.Input> options) {

        Attribute attribute() {
            return new Attribute(
                    new Attribute.Id(Uuid7.next()),
                    code,
                    type,
                    LocalisedTextInput.text(labels),
                    LocalisedTextInput.text(descriptions),
                    unit,
                    Given.isTrue(localised),
                    Given.isTrue(filterable),
                    Given.isTrue(sortable),
                    Given.or(validation, UNBOUND),
                    1,
                    Instant.EPOCH,
                    Instant.EPOCH);
        }
    }

    record Payload(@Nullable Attribute attribute, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    @MutationMapping
    Payload attributeCreate(@Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            Attribute created = AttributeWriter.insert(tx, input.attribute());
            List<AttributeOptionCreate.Input> options = Given.or(input.options(), List.of());
            if (!options.isEmpty()) {
                List<AttributeOption> made = IntStream.range(0, options.size())
                        .mapToObj(i -> options.get(i).option(created.id(), i))
                        .toList();
                OptionWriter.insert(tx, created, made, "input", "options");
                made.forEach(option -> tx.created(option.id(), option));
            }
            tx.created(created.id(), created);
            return new Payload(created, List.of());
        });
    }
}
