package io.merkato.tenancy;

import io.merkato.api.TypeId;
import java.util.UUID;

/** A merchant on the platform. */
public record Tenant(Id id) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "tenant";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
