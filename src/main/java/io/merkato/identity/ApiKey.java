package io.merkato.identity;

import io.merkato.api.Permission;
import io.merkato.api.Reach;
import io.merkato.api.TypeId;
import io.merkato.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A program's credential at a tenant.
 *
 * @param prefix how its text begins, to tell keys apart
 */
public record ApiKey(
        Id id,
        String name,
        String prefix,
        Set<Permission> permissions,
        Reach reach,
        String createdBy,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "api_key";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** What it is called where it acts: whoever names it chooses no prefix, and so it passes for nobody else. */
    String label() {
        return prefix + ' ' + name;
    }

    public @Nullable List<Store.Id> storeIds() {
        return StoreReach.ids(reach);
    }
}
