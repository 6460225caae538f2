package io.merkato.identity;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.Merchants.Merchant;
import io.merkato.MerkatoTest;
import io.merkato.Patience;
import io.merkato.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;

/** A stranger has a login by somebody else's address, with a password and a session, and waits for the owner to come. */
@MerkatoTest
class UnverifiedLoginTest {

    private static final String STRANGERS = "a stranger waits here";
    private static final String OWN = "my own words at last";

    private final Merchants merchants;
    private final People people;
    private final Client client;
    private final String email = Merchants.email();
    private final Client stranger;
    private final LinkedBlockingQueue<TokenIssued> sent = new LinkedBlockingQueue<>();

    UnverifiedLoginTest(Merchants merchants, People people, Client client, ConfigurableApplicationContext application)
            throws SQLException {
        this.merchants = merchants;
        this.people = people;
        this.client = client;
        people.enrol(email, null, STRANGERS);
        try (Connection superuser = TestDatabase.superuser();
                PreparedStatement update = superuser.prepareStatement(
                        "update identity.user set email_verified_at = null where email = ?")) {
            update.setString(1, email);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
        this.stranger = client.as(signIn(STRANGERS));
        application.addApplicationListener(event -> {
            if (event instanceof PayloadApplicationEvent<?> payload
                    && payload.getPayload() instanceof TokenIssued issued
                    && issued.to().equals(email)) {
                sent.add(issued);
            }
        });
    }

    @Test
    void accepting_an_invitation_takes_a_new_password_and_shuts_the_stranger_out() throws InterruptedException {
        Merchant merchant = merchants.open();
        Client owner = merchants.staff(merchant, BuiltInRole.OWNER);
        String role = owner.data("{ roles(first: 1) { nodes { id } } }")
                .at("/roles/nodes/0/id")
                .asString();
        owner.data(
                "mutation ($e: String, $r: ID!) { memberInvite(input: {email: $e, roleId: $r, stores: {every: true}}) { userErrors { code } } }",
                Map.of("e", email, "r", role));
        String token = token();

        assertThat(accept(token, null)).isEqualTo("[{\"code\":\"REQUIRED\",\"path\":[\"input\",\"password\"]}]");
        assertThat(accept(token, OWN)).isEqualTo("[]");

        assertShutOut();
        assertThat(client.as(signIn(OWN))
                        .data("{ viewer { user { emailVerified } } }")
                        .at("/viewer/user/emailVerified")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void an_operator_by_that_address_keeps_no_earlier_password() {
        people.appoint(people.enrol(email, null, null));

        assertShutOut();
    }

    @Test
    void the_owner_of_a_new_tenant_keeps_no_earlier_password() {
        assertThat(create(OWN)).isEqualTo("[]");
        assertShutOut();
        assertThat(signIn(OWN)).isNotEmpty();

        assertThat(create(null)).isEqualTo("[]");
        assertThat(signIn(OWN)).isEmpty();
    }

    @Test
    void a_token_that_comes_back_shows_whose_login_it_is() throws InterruptedException {
        client.data(
                "mutation ($l: String!) { passwordResetRequest(input: {login: $l}) { userErrors { code } } }",
                Map.of("l", email));
        assertThat(client.data(
                                "mutation ($t: String!, $p: String!) { passwordReset(input: {token: $t, newPassword: $p}) { userErrors { code } } }",
                                Map.of("t", token(), "p", OWN))
                        .at("/passwordReset/userErrors")
                        .size())
                .isZero();

        assertShutOut();
        people.enrol(email, null, null);
        assertThat(client.as(signIn(OWN))
                        .data("{ viewer { user { emailVerified } } }")
                        .at("/viewer/user/emailVerified")
                        .asBoolean())
                .isTrue();
    }

    private void assertShutOut() {
        assertThat(signIn(STRANGERS)).isEmpty();
        assertThat(stranger.run("{ viewer { permissions } }")
                        .at("/errors/0/extensions/code")
                        .asString())
                .isEqualTo("UNAUTHENTICATED");
    }

    private String create(@Nullable String password) {
        var variables = new HashMap<String, @Nullable Object>(
                Map.of("slug", "u" + Merchants.email().substring(1, 31), "email", email));
        variables.put("password", password);
        return merchants
                .operator()
                .data("""
                        mutation ($slug: String!, $email: String!, $password: String) {
                            tenantCreate(input: {slug: $slug, name: "New", plan: "professional", locale: "en", currency: "ETB",
                                timeZone: "Africa/Addis_Ababa", country: "ET", owner: {email: $email, password: $password}}) { userErrors { code path } }
                        }""", variables)
                .at("/tenantCreate/userErrors")
                .toString();
    }

    private String signIn(String password) {
        return client.data(
                        "mutation ($l: String!, $p: String!) { signIn(input: {login: $l, password: $p}) { tokens { accessToken } } }",
                        Map.of("l", email, "p", password))
                .at("/signIn/tokens/accessToken")
                .asString("");
    }

    private String accept(String token, @Nullable String password) {
        var variables = new HashMap<String, @Nullable Object>(Map.of("t", token));
        variables.put("p", password);
        return client.data(
                        "mutation ($t: String!, $p: String) { invitationAccept(input: {token: $t, password: $p}) { userErrors { code path } } }",
                        variables)
                .at("/invitationAccept/userErrors")
                .toString();
    }

    private String token() throws InterruptedException {
        TokenIssued issued = sent.poll(Patience.MOST.toSeconds(), TimeUnit.SECONDS);
        assertThat(issued).isNotNull();
        return requireNonNull(issued.token());
    }
}
