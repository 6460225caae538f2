package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;

import io.merkato.api.Given;
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

/** Takes a category, and all that is beneath it, to another place in the tree. */
@Controller
class CategoryMove {

    record Input(
            ArgumentValue<Category.Id> parentId, @Nullable Integer position) {

        Category applyTo(Category category) {
            return new Category(
                    category.id(),
                    Given.or(parentId, category.parentId()),
                    category.slug(),
                    category.names(),
                    category.descriptions(),
                    category.seoTitles(),
                    category.seoDescriptions(),
                    Given.or(position, category.position()),
                    category.imageId(),
                    category.externalId(),
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
    Payload categoryMove(
            @Argument Category.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            Category before = CategoryWriter.lock(tx, id, false);
            VersionConflict.check(ifVersion, before.version());
            Category after = CategoryWriter.update(tx, input.applyTo(before));
            return new Payload(tx.changed(id, before, after), List.of());
        });
    }
}
