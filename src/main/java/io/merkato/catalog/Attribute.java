package io.merkato.catalog;

import io.merkato.api.LocalisedText;
import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A property that products have, as the tenant defined it. */
public record Attribute(
        Id id,
        String code,
        AttributeType type,
        LocalisedText labels,
        LocalisedText descriptions,
        @Nullable String unit,
        boolean localised,
        boolean filterable,
        boolean sortable,
        AttributeValidation validation,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "attribute";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
