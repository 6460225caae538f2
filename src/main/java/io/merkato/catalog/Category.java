package io.merkato.catalog;

import io.merkato.api.LocalisedText;
import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A place in the tenant's tree of categories. */
public record Category(
        Id id,
        @Nullable Id parentId,
        String slug,
        LocalisedText names,
        LocalisedText descriptions,
        LocalisedText seoTitles,
        LocalisedText seoDescriptions,
        int position,
        Media.@Nullable Id imageId,
        @Nullable String externalId,
        int version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "category";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
