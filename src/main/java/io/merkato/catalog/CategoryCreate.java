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
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class CategoryCreate {

    record Input(
            List<LocalisedTextInput> names,
            @Nullable String slug,
            Category.@Nullable Id parentId,
            @Nullable Integer position,
            @Nullable List<LocalisedTextInput> descriptions,
            @Nullable List<LocalisedTextInput> seoTitles,
            @Nullable List<LocalisedTextInput> seoDescriptions,
            Media.@Nullable Id imageId,
            @Nullable String externalId) {

        Category category() {
            return new Category(
                    new Category.Id(Uuid7.next()),
                    parentId,
                    Slug.given(slug, names.isEmpty() ? "" : names.getFirst().text()),
                    LocalisedTextInput.text(names),
                    LocalisedTextInput.text(descriptions),
                    LocalisedTextInput.text(seoTitles),
                    LocalisedTextInput.text(seoDescriptions),
                    Given.or(position, 0),
                    imageId,
                    externalId,
                    1,
                    Instant.EPOCH,
                    Instant.EPOCH,
                    null);
        }
    }

    record Payload(@Nullable Category category, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    @MutationMapping
    Payload categoryCreate(@Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            Category created = CategoryWriter.insert(tx, input.category(), input.slug() == null);
            tx.created(created.id(), created);
            return new Payload(created, List.of());
        });
    }
}
