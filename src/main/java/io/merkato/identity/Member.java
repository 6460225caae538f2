package io.merkato.identity;

import io.merkato.api.Reach;
import io.merkato.api.TypeId;
import io.merkato.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who works for a tenant, or is invited to.
 *
 * @param invitedAs normalised e-mail address or E.164 number
 * @param name their own, as address and number; null until they accept
 */
public record Member(
        Id id,
        String invitedAs,
        @Nullable String name,
        @Nullable String email,
        @Nullable String phone,
        Role role,
        Reach reach,
        @Nullable Instant acceptedAt,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "member";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    public @Nullable List<Store.Id> storeIds() {
        return StoreReach.ids(reach);
    }

    Member with(Role newRole, Reach newReach, Instant now) {
        return new Member(
                id, invitedAs, name, email, phone, newRole, newReach, acceptedAt, version + 1, createdAt, now);
    }

    boolean owns() {
        return acceptedAt != null && role.builtIn() == BuiltInRole.OWNER && reach instanceof Reach.EveryStore;
    }
}
