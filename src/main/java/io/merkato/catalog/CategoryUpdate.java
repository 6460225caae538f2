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
class CategoryUpdate {

    record Input(
            @Nullable List<LocalisedTextInput> names,
            ArgumentValue<String> slug,
            @Nullable List<LocalisedTextInput> descriptions,
            @Nullable List<LocalisedTextInput> seoTitles,
            @Nullable List<LocalisedTextInput> seoDescriptions,
            ArgumentValue<Media.Id> imageId,
            ArgumentValue<String> externalId) {

        Category applyTo(Category category) {
            return new Category(
                    category.id(),
                    category.parentId(),
                    Slug.given(Given.needed(slug, category.slug(), "input", "slug")),
                    LocalisedTextInput.textOr(names, category.names()),
                    LocalisedTextInput.textOr(descriptions, category.descriptions()),
                    LocalisedTextInput.textOr(seoTitles, category.seoTitles()),
                    LocalisedTextInput.textOr(seoDescriptions, category.seoDescriptions()),
                    category.position(),
                    Given.or(imageId, category.imageId()),
                    Given.or(externalId, category.externalId()),
                    category.version(),
                    category.createdAt(),
                    category.updatedAt(),
                    null);
        }
    }

    record Payload(@Nullable Category category, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    @MutationMapping
    Payload categoryUpdate(
            @Argument Category.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            Category before = CategoryWriter.lock(tx, id, false);
            VersionConflict.check(ifVersion, before.version());
            Category wanted = input.applyTo(before);
            Category after = CategoryWriter.update(tx, wanted);
            return new Payload(tx.changed(id, before, after), List.of());
        });
    }
}
