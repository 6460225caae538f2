package io.merkato.catalog;

import static io.merkato.api.Permission.REVIEWS_MODERATE;

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
class ReviewReject {

    record Input(@Nullable String reason) {}

    record Payload(@Nullable Review review, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    @MutationMapping
    Payload reviewReject(
            @Argument Review.Id id,
            @Argument @Nullable Input input,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(
                viewer.may(REVIEWS_MODERATE),
                Payload::refused,
                tx -> new Payload(
                        ReviewWriter.moderate(
                                tx, viewer, id, ReviewStatus.REJECTED, input == null ? null : input.reason()),
                        List.of()));
    }
}
