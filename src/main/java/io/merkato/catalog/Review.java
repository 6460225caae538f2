package io.merkato.catalog;

import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a customer says about a product.
 *
 * @param rating stars, 1 to 5
 * @param author null for a customer who is gone for good
 * @param reason why a moderator refused it
 */
public record Review(
        Id id,
        Product.Id productId,
        int rating,
        @Nullable String title,
        @Nullable String body,
        @Nullable String author,
        ReviewStatus status,
        @Nullable String reason,
        @Nullable Instant moderatedAt,
        int version,
        Instant createdAt) {

    /** What the audit log keeps of it: not what it says, nor by whom. */
    record Logged(
            Product.Id productId,
            int rating,
            ReviewStatus status,
            @Nullable String reason,
            Instant createdAt) {}

    Logged logged() {
        return new Logged(productId, rating, status, reason, createdAt);
    }

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "review";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
