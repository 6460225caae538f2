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
 */
public record User(
        Id id,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String name,
        @Nullable Locale locale,
        Instant createdAt) {

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
    static User of(Login login, @Nullable String name, Instant now) {
        return new User(
                new Id(Uuid7.next()),
                login instanceof Login.Email email ? email.text() : null,
                login instanceof Login.Phone phone ? phone.text() : null,
                name == null ? null : name.strip(),
                null,
                now);
    }

    /** What the audit log calls them. */
    String label() {
        String login = email != null ? email : phone;
        return login != null ? login : name != null ? name : id.text();
    }
}
