package io.merkato.bulk;

import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.UUID;

/** A file that was handed in and waits to be used. */
public record Upload(Id id, String fileName, long bytes, Instant createdAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "upload";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
