package io.merkato.identity;

import io.merkato.tenancy.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * A token that its owner has yet to be told: an event for whoever sends e-mail and text messages. Published after the commit.
 *
 * @param to normalised e-mail address, or phone number in E.164
 * @param tenant who invites; null for a password reset
 * @param token worth as much as a password: never to be logged, which is why {@code toString} does not say it
 */
public record TokenIssued(Purpose purpose, String to, Tenant.@Nullable Id tenant, String token) {

    public enum Purpose {
        PASSWORD_RESET,
        INVITATION
    }

    @Override
    public String toString() {
        return "TokenIssued[" + purpose + "]";
    }
}
