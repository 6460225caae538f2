package io.merkato.customer;

import io.merkato.api.Owned;
import io.merkato.api.TypeId;
import io.merkato.identity.User;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who shops at a tenant.
 *
 * @param userId the login of who signs in as this customer; null for guests, and for those that staff wrote down until they do
 * @param phone E.164
 * @param externalId what another system calls them
 */
public record Customer(
        Id id,
        CustomerKind kind,
        User.@Nullable Id userId,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String givenName,
        @Nullable String familyName,
        @Nullable String company,
        @Nullable Locale locale,
        @Nullable String externalId,
        int version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt)
        implements Owned {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "customer";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    @Override
    public Id owner() {
        return id;
    }

    public boolean signsIn() {
        return userId != null;
    }

    /** Says nothing about the person: a log has no business with it. */
    @Override
    public String toString() {
        return "Customer[" + id + "]";
    }
}
