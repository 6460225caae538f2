package io.merkato.catalog;

import io.merkato.api.LocalisedText;
import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who makes a product, as shoppers know it. */
public record Brand(
        Id id,
        String slug,
        String name,
        LocalisedText descriptions,
        Media.@Nullable Id logoId,
        @Nullable String website,
        @Nullable String externalId,
        int version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "brand";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
