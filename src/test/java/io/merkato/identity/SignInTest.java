package io.merkato.identity;

import static io.merkato.Merchants.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@MerkatoTest
class SignInTest {

    private static final String SIGN_IN = """
            mutation ($login: String!, $password: String!) {
                signIn(input: {login: $login, password: $password, device: "Test"}) {
                    user { email phone }
                    tokens { accessToken expiresIn refreshToken }
                    userErrors { code message path }
                }
            }""";
    private static final String REFUSED =
            "{\"user\":null,\"tokens\":null,\"userErrors\":[{\"code\":\"INVALID_CREDENTIALS\",\"message\":\"Login or password is wrong.\",\"path\":[\"input\"]}]}";

    private final People people;
    private final Client client;
    private final PasswordHasher hasher;
    private final Statements statements;

    SignInTest(Merchants merchants, People people, Client client, PasswordHasher hasher, Statements statements) {
        this.people = people;
        this.hasher = hasher;
        this.statements = statements;
        this.client = client.in(merchants.open().slug());
    }

    @Test
    void an_address_and_its_password_open_a_session() {
        String email = Merchants.email();
        people.enrol(email, "Abebe", PASSWORD);

        JsonNode answer = signIn(email.toUpperCase(java.util.Locale.ROOT), PASSWORD);

        assertThat(answer.at("/user/email").asString()).isEqualTo(email);
        assertThat(answer.at("/tokens/expiresIn").asInt()).isEqualTo(600);
        assertThat(client.as(answer.at("/tokens/accessToken").asString())
                        .data("{ viewer { user { email name } permissions storeIds session { device current } } }")
                        .get("viewer")
                        .toString())
                .isEqualTo(
                        "{\"user\":{\"email\":\"" + email
                                + "\",\"name\":\"Abebe\"},\"permissions\":[],\"storeIds\":null,\"session\":{\"device\":\"Test\",\"current\":true}}");
    }

    @Test
    void a_phone_number_may_be_typed_as_it_is_dialled_in_the_merchants_country() {
        String number = "09" + String.format("%08d", Math.abs(System.nanoTime() % 100_000_000));
        String international = "+251" + number.substring(1);
        people.enrol(international, null, PASSWORD);

        assertThat(signIn("+251 " + number.substring(1), PASSWORD)
                        .at("/user/phone")
                        .asString())
                .isEqualTo(international);
        assertThat(signIn(number, PASSWORD).at("/user/phone").asString()).isEqualTo(international);
    }

    @Test
    void logins_and_passwords_of_any_length_are_wrong_and_no_more() {
        String known = Merchants.email();
        people.enrol(known, null, PASSWORD);

        assertThat(signIn(known, "p".repeat(100_000)).toString()).isEqualTo(REFUSED);
        assertThat(signIn("l".repeat(100_000) + "@example.com", PASSWORD).toString())
                .isEqualTo(REFUSED);
        assertThat(signIn("9".repeat(100_000), PASSWORD).toString()).isEqualTo(REFUSED);
    }

    @Test
    void whatever_is_wrong_the_answer_is_the_same() {
        String known = Merchants.email();
        people.enrol(known, null, PASSWORD);
        String withoutPassword = Merchants.email();
        people.enrol(withoutPassword, null, null);

        for (List<String> wrong : List.of(
                List.of(known, "not the password"),
                List.of(known, ""),
                List.of(Merchants.email(), PASSWORD),
                List.of(withoutPassword, PASSWORD),
                List.of(withoutPassword, ""),
                List.of("", PASSWORD),
                List.of("neither @ nor number", PASSWORD))) {
            assertThat(signIn(wrong.getFirst(), wrong.getLast()).toString())
                    .as(wrong.toString())
                    .isEqualTo(REFUSED);
        }
    }

    @Test
    void known_and_unknown_logins_take_the_same_work() {
        String known = Merchants.email();
        people.enrol(known, null, PASSWORD);
        String withoutPassword = Merchants.email();
        people.enrol(withoutPassword, null, null);
        signIn(Merchants.email(), "what is read once and kept is read by now");

        List<String> sent = sentFor(known);

        for (String other : List.of(known, withoutPassword, Merchants.email(), "+251911223344", "nonsense")) {
            assertThat(hashes(other)).as(other).isEqualTo(1);
        }
        for (String other : List.of(withoutPassword, Merchants.email())) {
            assertThat(sentFor(other)).isEqualTo(sent);
        }
    }

    /** Of what is read of tenants and stores now and then, nothing. */
    private List<String> sentFor(String login) {
        return statements.of(() -> signIn(login, "not the password")).stream()
                .filter(statement -> statement.contains("\"identity\"."))
                .toList();
    }

    private long hashes(String login) {
        long before = hasher.done();
        signIn(login, "not the password");
        return hasher.done() - before;
    }

    @Test
    void the_sixth_try_is_throttled_for_known_and_unknown_logins_alike() {
        String known = Merchants.email();
        people.enrol(known, null, PASSWORD);

        for (String login : List.of(known, Merchants.email())) {
            for (int i = 0; i < 5; i++) {
                assertThat(signIn(login, "not the password").toString()).isEqualTo(REFUSED);
            }
            JsonNode sixth = client.run(SIGN_IN, Map.of("login", login, "password", PASSWORD));
            assertThat(sixth.at("/errors/0/message").asString()).isEqualTo("Too many tries. Wait before trying again.");
            assertThat(sixth.at("/errors/0/extensions/code").asString()).isEqualTo("THROTTLED");
            assertThat(sixth.at("/errors/0/extensions/retryAfter").asInt()).isBetween(1, 900);
        }
    }

    @Test
    void a_right_password_gives_the_try_back() {
        String known = Merchants.email();
        people.enrol(known, null, PASSWORD);

        for (int i = 0; i < 7; i++) {
            assertThat(signIn(known, PASSWORD).at("/user/email").asString()).isEqualTo(known);
        }
    }

    private JsonNode signIn(String login, String password) {
        return client.data(SIGN_IN, Map.of("login", login, "password", password))
                .get("signIn");
    }
}
