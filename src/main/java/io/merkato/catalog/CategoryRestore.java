package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;
import static io.merkato.api.UserErrorCode.CONFLICT;
import static io.merkato.jooq.catalog.Tables.CATEGORY;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
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
class CategoryRestore {

    record Payload(@Nullable Category category, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, Restorable.aboutId(errors));
        }
    }

    @MutationMapping
    Payload categoryRestore(@Argument Category.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            Category before = CategoryWriter.lock(tx, id, true);
            Restorable.check(before.deletedAt(), "id");
            if (before.parentId() != null) {
                refuseWhereDeleted(tx, before.parentId());
            }
            Category after = tx.sql()
                    .update(CATEGORY)
                    .setNull(CATEGORY.DELETED_AT)
                    .set(CATEGORY.VERSION, CATEGORY.VERSION.plus(1))
                    .set(CATEGORY.UPDATED_AT, Instant.now())
                    .where(tx.owns(CATEGORY))
                    .and(CATEGORY.ID.eq(id))
                    .returning(CategoryRepository.FIELDS)
                    .fetchSingle(CategoryRepository::category);
            tx.restored(id, before, after);
            return new Payload(after, List.of());
        });
    }

    private static void refuseWhereDeleted(TenantContext tx, Category.Id parent) {
        if (tx.sql()
                .fetchExists(
                        CATEGORY, tx.owns(CATEGORY).and(CATEGORY.ID.eq(parent)).and(CATEGORY.DELETED_AT.isNotNull()))) {
            throw new Refused(Refusal.of(CONFLICT, "The category above it is deleted; restore that first.", "id"));
        }
    }
}
