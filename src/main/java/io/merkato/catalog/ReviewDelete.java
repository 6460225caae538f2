package io.merkato.catalog;

import static io.merkato.api.Permission.REVIEWS_MODERATE;
import static io.merkato.jooq.catalog.Tables.REVIEW;

import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class ReviewDelete {

    record Payload(Review.@Nullable Id reviewId, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    @MutationMapping
    Payload reviewDelete(@Argument Review.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(REVIEWS_MODERATE), Payload::refused, tx -> {
            Review before = ReviewWriter.lock(tx, id);
            tx.sql()
                    .deleteFrom(REVIEW)
                    .where(tx.owns(REVIEW))
                    .and(REVIEW.ID.eq(id))
                    .execute();
            tx.deleted(id, before.logged());
            return new Payload(id, List.of());
        });
    }
}
