package io.merkato.catalog;

import io.merkato.api.LocalisedText;
import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.UUID;

/** The attributes that products of one sort have. */
public record AttributeSet(
        Id id, String code, LocalisedText labels, int version, Instant createdAt, Instant updatedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "attribute_set";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
