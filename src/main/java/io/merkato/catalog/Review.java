package io.merkato.catalog;

import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a customer says about a product.
 *
 * @param rating stars, 1 to 5
 * @param reason why a moderator refused it
 */
public record Review(
        Id id,
        Product.Id productId,
        int rating,
        @Nullable String title,
        @Nullable String body,
        String author,
        ReviewStatus status,
        @Nullable String reason,
        @Nullable Instant moderatedAt,
        int version,
        Instant createdAt) {

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
