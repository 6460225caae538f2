package io.merkato.identity;

import io.merkato.tenancy.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * A message, mostly with a token that its owner has yet to be told: an event for whoever sends e-mail and text messages. Published after the commit.
 *
 * @param to normalised e-mail address, or phone number in E.164
 * @param tenant where they signed up or are invited; null elsewhere
 * @param by who invites; null where nobody does
 * @param token worth as much as a password: never to be logged, which is why {@code toString} does not say it; null where there is nothing to
 *     redeem, because the person has a login already
 */
public record TokenIssued(
        Purpose purpose,
        String to,
        Tenant.@Nullable Id tenant,
        @Nullable String by,
        @Nullable String token) {

    public enum Purpose {
        SIGN_UP,
        SIGN_UP_OF_KNOWN,
        PASSWORD_RESET,
        INVITATION
    }

    @Override
    public String toString() {
        return "TokenIssued[" + purpose + "]";
    }
}
