package io.merkato.identity;

import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.Tenants;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A message in words: who wants what, where to go, and by when. */
@Component
class MessageText {

    private final Tenants tenants;
    private final @Nullable String link;

    MessageText(Tenants tenants, IdentityProperties properties) {
        this.tenants = tenants;
        this.link = properties.link();
    }

    record Text(String subject, String body) {}

    Text of(TokenIssued message) {
        Optional<Tenant> tenant = Optional.ofNullable(message.tenant()).flatMap(tenants::find);
        String place = tenant.map(Tenant::name).orElse("Merkato");
        return switch (message.purpose()) {
            case SIGN_UP ->
                new Text(
                        "Your login at " + place,
                        "Somebody, probably you, asked for a login at " + place + " by this address or number.\n\n"
                                + way(message, tenant, "sign-up", "signUpConfirm", "choose a password")
                                + "\n\nThis works once, within a day. If it was not you, do nothing.");
            case SIGN_UP_OF_KNOWN ->
                new Text(
                        "You have a login already",
                        "Somebody, probably you, asked for a login at " + place
                                + " by this address or number. It has one: sign in with it, or ask for a new password.\n\n"
                                + "If it was not you, do nothing.");
            case PASSWORD_RESET ->
                new Text(
                        "A new password",
                        "Somebody, probably you, asked for a new password for this login.\n\n"
                                + way(message, tenant, "password-reset", "passwordReset", "choose it")
                                + "\n\nThis works once, within an hour. If it was not you, do nothing: the password stays.");
            case INVITATION ->
                new Text(
                        "Invitation to " + place,
                        Objects.requireNonNullElse(message.by(), "The platform") + " invites you to work for " + place
                                + ".\n\n"
                                + way(message, tenant, "invitation", "invitationAccept", "accept")
                                + "\n\nThis works once, within seven days. If you do not know them, do nothing.");
        };
    }

    private String way(TokenIssued message, Optional<Tenant> tenant, String action, String mutation, String toDo) {
        String token = Objects.requireNonNullElse(message.token(), "");
        String slug = tenant.map(Tenant::slug).orElse("");
        return link == null
                ? "To " + toDo + ", call the mutation " + mutation + " with this token:\n\n" + token
                : "To " + toDo + ", open\n\n"
                        + link.replace("{action}", action)
                                .replace("{tenant}", encoded(slug))
                                .replace("{token}", encoded(token));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
