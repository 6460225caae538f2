package io.merkato.identity;

import io.merkato.api.Fault;
import io.merkato.tenancy.Tenant;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whom a credential names. */
sealed interface Caller {

    /** The tenant that the credential is for; null where it does not say. */
    Tenant.@Nullable Id tenant();

    enum Nobody implements Caller {
        NOBODY;

        @Override
        public Tenant.@Nullable Id tenant() {
            return null;
        }
    }

    /** Nobody, for who sent a credential that is not good; what it says why is for them. */
    record Refused(Fault why) implements Caller {
        @Override
        public Tenant.@Nullable Id tenant() {
            return null;
        }
    }

    /** @param session null for a token of an outside issuer */
    record Person(
            User.Id user, Session.@Nullable Id session, Tenant.@Nullable Id tenant, Instant issuedAt, Instant expiresAt)
            implements Caller {}

    record Program(ApiKey key, Tenant.Id tenant) implements Caller {}
}
