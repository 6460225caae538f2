package io.merkato.identity;

import static io.merkato.Merchants.PASSWORD;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Patience;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import tools.jackson.databind.JsonNode;

@MerkatoTest
class SignUpTest {

    private static final String CONFIRM = """
            mutation ($input: SignUpConfirmInput!) {
                signUpConfirm(input: $input) {
                    user { email phone name locale emailVerified phoneVerified }
                    tokens { accessToken }
                    userErrors { code path }
                }
            }""";

    private final People people;
    private final Client client;
    private final LinkedBlockingQueue<TokenIssued> sent = new LinkedBlockingQueue<>();

    SignUpTest(Merchants merchants, People people, Client client, ConfigurableApplicationContext application) {
        Merchants.Merchant merchant = merchants.open();
        this.people = people;
        this.client = client.in(merchant.slug());
        application.addApplicationListener(event -> {
            if (event instanceof PayloadApplicationEvent<?> payload
                    && payload.getPayload() instanceof TokenIssued issued
                    && merchant.tenant().id().equals(issued.tenant())) {
                sent.add(issued);
            }
        });
    }

    @Test
    void whoever_reads_the_message_chooses_the_password_and_is_signed_in() throws InterruptedException {
        String email = Merchants.email();
        assertThat(signUp(Map.of("email", email, "name", " Almaz ", "locale", "am")))
                .isEqualTo("[]");
        String token = tokenTo(email);

        assertThat(confirm(token, "short").get("userErrors").toString())
                .isEqualTo("[{\"code\":\"INVALID\",\"path\":[\"input\",\"password\"]}]");
        JsonNode answer = confirm(token, PASSWORD);

        assertThat(answer.get("user").toString())
                .isEqualTo(
                        "{\"email\":\"" + email
                                + "\",\"phone\":null,\"name\":\"Almaz\",\"locale\":\"am\",\"emailVerified\":true,\"phoneVerified\":false}");
        assertThat(client.as(answer.at("/tokens/accessToken").asString())
                        .data("{ viewer { user { email } } }")
                        .at("/viewer/user/email")
                        .asString())
                .isEqualTo(email);
        for (String used : List.of(token, "", "null", "ms_")) {
            assertThat(confirm(used, PASSWORD).get("userErrors").toString())
                    .isEqualTo("[{\"code\":\"INVALID_TOKEN\",\"path\":[\"input\",\"token\"]}]");
        }
    }

    @Test
    void a_phone_number_signs_up_as_it_is_dialled() throws InterruptedException {
        String number = "09" + String.format("%08d", Math.abs(System.nanoTime() % 100_000_000));
        assertThat(signUp(Map.of("phone", number))).isEqualTo("[]");

        assertThat(confirm(tokenTo("+251" + number.substring(1)), PASSWORD)
                        .at("/user/phone")
                        .asString())
                .isEqualTo("+251" + number.substring(1));
    }

    @Test
    void the_answer_is_the_same_for_a_known_login_whose_owner_is_told() throws InterruptedException {
        String known = Merchants.email();
        people.enrol(known, null, PASSWORD);

        assertThat(signUp(Map.of("email", known.toUpperCase(Locale.ROOT)))).isEqualTo("[]");

        TokenIssued told = sent.poll(Patience.MOST.toSeconds(), TimeUnit.SECONDS);
        assertThat(told).isNotNull();
        assertThat(told.to()).isEqualTo(known);
        assertThat(told.purpose()).isEqualTo(TokenIssued.Purpose.SIGN_UP_OF_KNOWN);
        assertThat(told.token()).isNull();
    }

    @Test
    void of_two_who_sign_up_the_second_is_told_that_there_is_a_login_by_now() throws InterruptedException {
        String email = Merchants.email();
        signUp(Map.of("email", email));
        String first = tokenTo(email);
        signUp(Map.of("email", email));
        String second = tokenTo(email);

        people.enrol(email, null, PASSWORD);

        assertThat(confirm(first, "another long walk").get("userErrors").toString())
                .isEqualTo("[{\"code\":\"TAKEN\",\"path\":[\"input\",\"token\"]}]");
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void after_five_tries_by_one_token_no_password_is_taken() throws InterruptedException {
        String email = Merchants.email();
        signUp(Map.of("email", email));
        var input = Map.of("token", tokenTo(email), "password", PASSWORD, "device", "d".repeat(101));
        for (int i = 0; i < 5; i++) {
            assertThat(client.data(CONFIRM, Map.of("input", input))
                            .at("/signUpConfirm/userErrors")
                            .toString())
                    .isEqualTo("[{\"code\":\"TOO_LONG\",\"path\":[\"input\",\"device\"]}]");
        }

        assertThat(client.run(CONFIRM, Map.of("input", input))
                        .at("/errors/0/extensions/code")
                        .asString())
                .isEqualTo("THROTTLED");
    }

    @Test
    void one_fit_login_is_given() {
        assertThat(signUp(Map.of())).isEqualTo("[{\"code\":\"REQUIRED\",\"path\":[\"input\"]}]");
        assertThat(signUp(of("email", null, "phone", null)))
                .isEqualTo("[{\"code\":\"REQUIRED\",\"path\":[\"input\"]}]");
        assertThat(signUp(of("email", Merchants.email(), "phone", "+251911234567")))
                .isEqualTo("[{\"code\":\"INVALID\",\"path\":[\"input\"]}]");
        assertThat(signUp(Map.of("email", ""))).isEqualTo("[{\"code\":\"INVALID\",\"path\":[\"input\",\"email\"]}]");
        assertThat(signUp(Map.of("phone", "12"))).isEqualTo("[{\"code\":\"INVALID\",\"path\":[\"input\",\"phone\"]}]");
        assertThat(signUp(Map.of("email", Merchants.email(), "name", "  ")))
                .isEqualTo("[{\"code\":\"INVALID\",\"path\":[\"input\",\"name\"]}]");
    }

    private static Map<String, @Nullable Object> of(
            String first, @Nullable Object one, String second, @Nullable Object two) {
        var input = new HashMap<String, @Nullable Object>();
        input.put(first, one);
        input.put(second, two);
        return input;
    }

    private String signUp(Map<String, ?> input) {
        return client.data(
                        "mutation ($input: SignUpInput!) { signUp(input: $input) { userErrors { code path } } }",
                        Map.of("input", input))
                .at("/signUp/userErrors")
                .toString();
    }

    private JsonNode confirm(String token, String password) {
        return client.data(CONFIRM, Map.of("input", Map.of("token", token, "password", password)))
                .get("signUpConfirm");
    }

    private String tokenTo(String login) throws InterruptedException {
        TokenIssued issued = sent.poll(Patience.MOST.toSeconds(), TimeUnit.SECONDS);
        assertThat(issued).isNotNull();
        assertThat(issued.to()).isEqualTo(login);
        return requireNonNull(issued.token());
    }
}
