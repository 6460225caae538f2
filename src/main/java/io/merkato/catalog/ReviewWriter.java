package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.REVIEW;

import io.merkato.api.Given;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How moderators deal with reviews. */
final class ReviewWriter {

    private ReviewWriter() {}

    static Review lock(TenantContext tx, Review.Id id) {
        return tx.sql()
                .select(ReviewRepository.FIELDS)
                .from(REVIEW)
                .where(tx.owns(REVIEW))
                .and(REVIEW.ID.eq(id))
                .forUpdate()
                .fetchOptional(ReviewRepository::review)
                .orElseThrow(() -> Given.nothing("id"));
    }

    static Review moderate(
            TenantContext tx, Viewer moderator, Review.Id id, ReviewStatus status, @Nullable String reason) {
        Review before = lock(tx, id);
        if (before.status() == status && Objects.equals(before.reason(), reason)) {
            tx.unchanged();
            return before;
        }
        Review after = tx.sql()
                .update(REVIEW)
                .set(REVIEW.STATUS, status)
                .set(REVIEW.REASON, reason)
                .set(REVIEW.MODERATED_AT, Instant.now())
                .set(REVIEW.MODERATED_BY, ReviewCreate.userId(moderator.actor()))
                .set(REVIEW.VERSION, REVIEW.VERSION.plus(1))
                .set(REVIEW.UPDATED_AT, Instant.now())
                .where(tx.owns(REVIEW))
                .and(REVIEW.ID.eq(id))
                .returning(ReviewRepository.FIELDS)
                .fetchSingle(ReviewRepository::review);
        return tx.changed(id, before, after);
    }
}
