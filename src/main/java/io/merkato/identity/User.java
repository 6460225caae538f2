package io.merkato.identity;

import io.merkato.api.TypeId;
import io.merkato.api.Uuid7;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person's login, the same for every tenant.
 *
 * @param phone E.164
 * @param emailVerified whether a token that was sent to the address came back; before, it proves nothing
 */
public record User(
        Id id,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String name,
        @Nullable Locale locale,
        Instant createdAt,
        boolean emailVerified,
        boolean phoneVerified) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "user";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** Somebody new who signs in by this. */
    static User of(Login login, @Nullable String name, boolean verified, Instant now) {
        return new User(
                new Id(Uuid7.next()),
                login instanceof Login.Email email ? email.text() : null,
                login instanceof Login.Phone phone ? phone.text() : null,
                name == null ? null : name.strip(),
                null,
                now,
                verified && login instanceof Login.Email,
                verified && login instanceof Login.Phone);
    }

    /** What the audit log calls them. */
    String label() {
        String login = email != null ? email : phone;
        return login != null ? login : name != null ? name : id.text();
    }
}
