package io.merkato.identity;

import static io.merkato.Merchants.PASSWORD;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Patience;
import io.merkato.TestDatabase;
import io.merkato.api.Job;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import tools.jackson.databind.JsonNode;

@MerkatoTest
class PasswordsTest {

    private static final String CHANGE = """
            mutation ($old: String!, $new: String!) {
                passwordChange(input: {currentPassword: $old, newPassword: $new}) { user { email } userErrors { code path } }
            }""";

    private static final String RESET =
            "mutation ($t: String!, $p: String!) { passwordReset(input: {token: $t, newPassword: $p}) { userErrors { code path } } }";

    private static final String SIGN_IN =
            "mutation ($l: String!, $p: String!) { signIn(input: {login: $l, password: $p}) { tokens { accessToken } } }";

    private final Client client;
    private final PasswordHasher hasher;
    private final Job forgetResets;
    private final String email = Merchants.email();
    private final LinkedBlockingQueue<TokenIssued> sent = new LinkedBlockingQueue<>();

    PasswordsTest(
            Client client,
            People people,
            PasswordHasher hasher,
            Job forgetResets,
            ConfigurableApplicationContext application) {
        this.client = client;
        this.hasher = hasher;
        this.forgetResets = forgetResets;
        people.enrol(email, null, PASSWORD);
        application.addApplicationListener(event -> {
            if (event instanceof PayloadApplicationEvent<?> payload
                    && payload.getPayload() instanceof TokenIssued issued
                    && issued.to().equals(email)) {
                sent.add(issued);
            }
        });
    }

    @Test
    void a_change_takes_the_current_password_and_ends_the_other_sessions() {
        Client phone = signIn(PASSWORD);
        Client laptop = signIn(PASSWORD);

        assertThat(change(phone, "not the password", "walks along the Awash"))
                .isEqualTo(
                        "{\"user\":null,\"userErrors\":[{\"code\":\"INVALID_CREDENTIALS\",\"path\":[\"input\",\"currentPassword\"]}]}");
        assertThat(change(phone, PASSWORD, "walks along the Awash"))
                .isEqualTo("{\"user\":{\"email\":\"" + email + "\"},\"userErrors\":[]}");

        assertThat(works(phone)).isTrue();
        assertThat(works(laptop)).isFalse();
        assertThat(works(signIn("walks along the Awash"))).isTrue();
    }

    @Test
    void none_of_the_last_five_passwords_is_taken_again() {
        Client phone = signIn(PASSWORD);
        var passwords = List.of(
                PASSWORD, "second of the five", "third one of the five", "fourth of the five", "fifth one of the five");
        for (int i = 1; i < 5; i++) {
            change(phone, passwords.get(i - 1), passwords.get(i));
        }

        for (String old : passwords) {
            assertThat(change(phone, passwords.get(4), old))
                    .isEqualTo(
                            "{\"user\":null,\"userErrors\":[{\"code\":\"PASSWORD_REUSED\",\"path\":[\"input\",\"newPassword\"]}]}");
        }
        change(phone, passwords.get(4), "sixth, and the first is forgotten");
        assertThat(change(phone, "sixth, and the first is forgotten", PASSWORD))
                .isEqualTo("{\"user\":{\"email\":\"" + email + "\"},\"userErrors\":[]}");
    }

    @Test
    void a_token_sets_a_new_password_once_and_ends_all_sessions() throws InterruptedException {
        Client phone = signIn(PASSWORD);
        String first = request();
        String second = request();

        assertThat(reset(first, "tiny")).isEqualTo("[{\"code\":\"INVALID\",\"path\":[\"input\",\"newPassword\"]}]");
        assertThat(reset(first, PASSWORD))
                .isEqualTo("[{\"code\":\"PASSWORD_REUSED\",\"path\":[\"input\",\"newPassword\"]}]");
        assertThat(reset(first, "found again at last")).isEqualTo("[]");

        assertThat(works(phone)).isFalse();
        assertThat(works(signIn("found again at last"))).isTrue();
        for (String token : List.of(first, second, "", "null", "mp_", phone.toString())) {
            assertThat(reset(token, "yet another password"))
                    .as(token)
                    .isEqualTo("[{\"code\":\"INVALID_TOKEN\",\"path\":[\"input\",\"token\"]}]");
        }
    }

    @Test
    void a_token_is_forgotten_when_its_hour_is_over_used_or_not() throws Exception {
        request();
        reset(request(), "found again at last"); // which ends the first
        request();
        String all =
                "select count(*) from identity.password_reset r join identity.user u on u.id = r.user_id where u.email = '"
                        + email + "'";
        try (Connection superuser = TestDatabase.superuser()) {
            forgetResets.work().run();
            assertThat(number(superuser, all)).isEqualTo(2);

            superuser
                    .createStatement()
                    .execute("update identity.password_reset set expires_at = now() - interval '1 second'");
            forgetResets.work().run();
            assertThat(number(superuser, all)).isZero();
        }
    }

    private static int number(Connection superuser, String sql) throws SQLException {
        try (ResultSet rows = superuser.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void after_five_passwords_by_one_token_none_is_compared_any_more() throws InterruptedException {
        String token = request();
        for (int i = 0; i < 6; i++) {
            assertThat(reset(token, "tiny")).isEqualTo("[{\"code\":\"INVALID\",\"path\":[\"input\",\"newPassword\"]}]");
        }
        for (int i = 0; i < 5; i++) {
            assertThat(reset(token, PASSWORD))
                    .isEqualTo("[{\"code\":\"PASSWORD_REUSED\",\"path\":[\"input\",\"newPassword\"]}]");
        }
        long before = hasher.done();

        assertThat(client.run(RESET, Map.of("t", token, "p", PASSWORD))
                        .at("/errors/0/extensions/code")
                        .asString())
                .isEqualTo("THROTTLED");
        assertThat(hasher.done()).isEqualTo(before);
    }

    @Test
    void a_sign_in_whose_password_is_no_longer_the_one_opens_no_session() throws Exception {
        signIn(PASSWORD); // from here, which is remembered
        String token = request();
        try (Connection superuser = TestDatabase.superuser()) {
            superuser.setAutoCommit(false);
            superuser
                    .createStatement()
                    .execute("select from identity.attempt where ends_at > now() + interval '29 days' for update");
            var late = CompletableFuture.supplyAsync(() -> signIn(PASSWORD));
            waitForSomebody(late); // the password was right
            assertThat(reset(token, "found again at last")).isEqualTo("[]");
            superuser.rollback();

            assertThat(works(late.get())).isFalse();
        }
        assertThat(works(signIn("found again at last"))).isTrue();
    }

    @Test
    void a_change_whose_current_password_is_no_longer_the_one_sets_none() throws Exception {
        Client thief = signIn(PASSWORD);
        change(thief, PASSWORD, "walks along the Awash"); // from here, which is remembered
        String token = request();
        assertThat(lateChange(
                        thief,
                        () -> assertThat(reset(token, "found again at last")).isEqualTo("[]")))
                .isEqualTo(
                        "{\"data\":{\"passwordChange\":{\"user\":null,\"userErrors\":[{\"code\":\"INVALID_CREDENTIALS\",\"path\":[\"input\",\"currentPassword\"]}]}}}");

        assertThat(works(signIn("found again at last"))).isTrue();
    }

    @Test
    void a_change_whose_session_has_ended_sets_none() throws Exception {
        Client thief = signIn(PASSWORD);
        change(thief, PASSWORD, "walks along the Awash");
        Client owner = signIn("walks along the Awash");

        assertThat(lateChange(thief, () -> owner.data("mutation { signOutEverywhere { ended } }")))
                .contains("\"code\":\"UNAUTHENTICATED\"");
        assertThat(works(signIn("walks along the Awash"))).isTrue();
    }

    /** What a change is answered whose current password was found right before something else happened. */
    private String lateChange(Client client, Runnable meanwhile) throws Exception {
        try (Connection superuser = TestDatabase.superuser()) {
            superuser.setAutoCommit(false);
            superuser
                    .createStatement()
                    .execute("select from identity.attempt where ends_at > now() + interval '29 days' for update");
            var late = CompletableFuture.supplyAsync(() ->
                    client.run(CHANGE, Map.of("old", "walks along the Awash", "new", "what the thief would have")));
            TestDatabase.awaitWaiting(superuser, 1, late);
            meanwhile.run();
            superuser.rollback();
            return late.get().toString();
        }
    }

    @Test
    void strangers_who_try_a_persons_id_as_a_login_keep_nobody_from_a_change() {
        Client phone = signIn(PASSWORD);
        String id =
                phone.data("{ viewer { user { id } } }").at("/viewer/user/id").asString();
        for (int i = 0; i < 5; i++) {
            client.data(SIGN_IN, Map.of("l", id, "p", "not the password"));
        }

        assertThat(client.run(SIGN_IN, Map.of("l", id, "p", "not the password"))
                        .at("/errors/0/extensions/code")
                        .asString())
                .isEqualTo("THROTTLED");
        assertThat(change(phone, PASSWORD, "walks along the Awash"))
                .isEqualTo("{\"user\":{\"email\":\"" + email + "\"},\"userErrors\":[]}");
    }

    private static void waitForSomebody(CompletableFuture<?> begun) throws SQLException {
        try (Connection superuser = TestDatabase.superuser();
                PreparedStatement waiting = superuser.prepareStatement(
                        "select from pg_stat_activity where usename = 'merkato_app' and wait_event_type = 'Lock'")) {
            while (!begun.isDone() && !waiting.executeQuery().next()) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void a_token_that_was_asked_for_before_a_change_sets_none() throws InterruptedException {
        String before = request();
        change(signIn(PASSWORD), PASSWORD, "walks along the Awash");

        assertThat(reset(before, "yet another password"))
                .isEqualTo("[{\"code\":\"INVALID_TOKEN\",\"path\":[\"input\",\"token\"]}]");
        assertThat(works(signIn("walks along the Awash"))).isTrue();
    }

    @Test
    void asking_for_a_token_answers_the_same_for_known_and_unknown_logins() {
        for (String login : List.of(email, Merchants.email(), "", "null", "no login at all")) {
            assertThat(client.data(
                                    "mutation ($l: String!) { passwordResetRequest(input: {login: $l}) { userErrors { code } } }",
                                    Map.of("l", login))
                            .toString())
                    .isEqualTo("{\"passwordResetRequest\":{\"userErrors\":[]}}");
        }
    }

    @Test
    void the_fourth_request_within_an_hour_is_throttled_for_an_unknown_login_too() {
        String login = Merchants.email();
        for (int i = 0; i < 3; i++) {
            assertThat(code(login)).isNull();
        }
        assertThat(code(login)).isEqualTo("THROTTLED");
    }

    private @Nullable String code(String login) {
        return client.run(
                        "mutation ($l: String!) { passwordResetRequest(input: {login: $l}) { userErrors { code } } }",
                        Map.of("l", login))
                .at("/errors/0/extensions/code")
                .asString(null);
    }

    private String request() throws InterruptedException {
        client.data(
                "mutation ($l: String!) { passwordResetRequest(input: {login: $l}) { userErrors { code } } }",
                Map.of("l", email));
        TokenIssued issued = sent.poll(Patience.MOST.toSeconds(), TimeUnit.SECONDS);
        assertThat(issued).isNotNull().hasToString("TokenIssued[PASSWORD_RESET]");
        return requireNonNull(issued.token());
    }

    private String reset(String token, String password) {
        return client.data(RESET, Map.of("t", token, "p", password))
                .at("/passwordReset/userErrors")
                .toString();
    }

    private static String change(Client client, String old, String password) {
        return client.data(CHANGE, Map.of("old", old, "new", password))
                .get("passwordChange")
                .toString();
    }

    private Client signIn(String password) {
        JsonNode answer = client.data(SIGN_IN, Map.of("l", email, "p", password));
        return client.as(answer.at("/signIn/tokens/accessToken").asString());
    }

    private static boolean works(Client client) {
        return client.run("{ viewer { user { id } } }")
                .at("/data/viewer/user/id")
                .isString();
    }
}
