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
class BrandUpdate {

    record Input(
            ArgumentValue<String> name,
            ArgumentValue<String> slug,
            @Nullable List<LocalisedTextInput> descriptions,
            ArgumentValue<Media.Id> logoId,
            ArgumentValue<String> website,
            ArgumentValue<String> externalId) {

        Brand applyTo(Brand brand) {
            return new Brand(
                    brand.id(),
                    Slug.given(Given.needed(slug, brand.slug(), "input", "slug")),
                    Given.needed(name, brand.name(), "input", "name").strip(),
                    LocalisedTextInput.textOr(descriptions, brand.descriptions()),
                    Given.or(logoId, brand.logoId()),
                    Given.or(website, brand.website()),
                    Given.or(externalId, brand.externalId()),
                    brand.version(),
                    brand.createdAt(),
                    brand.updatedAt(),
                    null);
        }
    }

    record Payload(@Nullable Brand brand, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    @MutationMapping
    Payload brandUpdate(
            @Argument Brand.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            Brand before = BrandWriter.lock(tx, id, false);
            VersionConflict.check(ifVersion, before.version());
            Brand wanted = input.applyTo(before);
            Brand after = BrandWriter.update(tx, wanted);
            return new Payload(tx.changed(id, before, after), List.of());
        });
    }
}
