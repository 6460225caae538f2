package io.merkato.identity;

import io.merkato.api.Permission;
import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rights under a name, for members to have. */
public record Role(
        Id id,
        String name,
        @Nullable String description,
        @Nullable BuiltInRole builtIn,
        Set<Permission> permissions,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "role";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
