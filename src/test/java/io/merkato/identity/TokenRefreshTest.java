package io.merkato.identity;

import static io.merkato.Merchants.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.Job;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@MerkatoTest
class TokenRefreshTest {

    private static final String REFRESH = """
            mutation ($token: String!) {
                tokenRefresh(input: {refreshToken: $token}) { tokens { accessToken refreshToken } userErrors { code path } }
            }""";
    private static final String REFUSED =
            "{\"tokens\":null,\"userErrors\":[{\"code\":\"INVALID_TOKEN\",\"path\":[\"input\",\"refreshToken\"]}]}";

    private final Client client;
    private final Throttle throttle;
    private final Job forgetSessions;
    private final String first;
    private final String accessToken;

    TokenRefreshTest(Client client, People people, Throttle throttle, Job forgetSessions) {
        this.client = client;
        this.throttle = throttle;
        this.forgetSessions = forgetSessions;
        String email = Merchants.email();
        people.enrol(email, null, PASSWORD);
        JsonNode tokens =
                client.data("""
                        mutation ($login: String!, $password: String!) {
                            signIn(input: {login: $login, password: $password}) { tokens { accessToken refreshToken } }
                        }""", Map.of("login", email, "password", PASSWORD)).at("/signIn/tokens");
        this.first = tokens.get("refreshToken").asString();
        this.accessToken = tokens.get("accessToken").asString();
    }

    @Test
    void each_token_is_followed_by_another() {
        String second = next(first);
        String third = next(second);

        assertThat(Stream.of(first, second, third).distinct()).hasSize(3);
        assertThat(works(accessToken)).isTrue();
    }

    @Test
    void a_retry_whose_answer_was_lost_gets_the_same_token_again() {
        assertThat(next(first)).isEqualTo(next(first));
        assertThat(works(accessToken)).isTrue();
    }

    @Test
    void a_token_that_comes_back_after_the_next_was_used_ends_the_session() {
        String second = next(first);
        String third = next(second);

        assertThat(refresh(first).toString()).isEqualTo(REFUSED);
        assertThat(refresh(third).toString()).isEqualTo(REFUSED);
        assertThat(works(accessToken)).isFalse();
        assertThat(strings(
                        "select revoked_for from identity.session where id in (select session_id from identity.refresh_token where hash = ?)",
                        first))
                .containsExactly("TOKEN_REUSED");
    }

    @Test
    void a_token_that_comes_back_after_ten_seconds_ends_the_session() {
        String second = next(first);
        update(
                "update identity.refresh_token set rotated_at = rotated_at - interval '11 seconds' where hash = ?",
                first);

        assertThat(refresh(first).toString()).isEqualTo(REFUSED);
        assertThat(refresh(second).toString()).isEqualTo(REFUSED);
    }

    @Test
    void of_64_at_once_one_rotates_and_all_are_told_the_same() throws Exception {
        assertThat(AtOnce.all(64, i -> next(first)).stream().distinct()).hasSize(1);

        assertThat(strings(
                        "select rotated_at is null from identity.refresh_token where session_id = (select session_id from identity.refresh_token where hash = ?) order by 1",
                        first))
                .containsExactly("f", "t");
    }

    @Test
    void a_session_has_a_thousand_pairs_in_a_day_and_what_it_has_then_stays_good() {
        String second = next(first);
        String session = strings("select session_id from identity.refresh_token where hash = ?", first)
                .getFirst();
        for (int i = 1; i < 1000; i++) {
            throttle.takeRefresh(new Session.Id(UUID.fromString(session)));
        }

        assertThat(client.run(REFRESH, Map.of("token", second))
                        .at("/errors/0/extensions/code")
                        .asString())
                .isEqualTo("THROTTLED");
        assertThat(next(first)).as("whose answer was lost").isEqualTo(second);
        assertThat(works(accessToken)).isTrue();
        assertThat(strings("select rotated_at is null from identity.refresh_token where hash = ?", second))
                .containsExactly("t");
    }

    @Test
    void a_token_is_forgotten_when_it_would_be_good_no_longer() {
        String second = next(first);
        forgetSessions.work().run();
        assertThat(strings("select count(*) from identity.refresh_token where hash = ?", first))
                .containsExactly("1");

        update("update identity.refresh_token set expires_at = now() - interval '1 second' where hash = ?", first);
        forgetSessions.work().run();
        assertThat(strings("select count(*) from identity.refresh_token where hash = ?", first))
                .containsExactly("0");
        assertThat(next(second)).startsWith("mr_");
    }

    @Test
    void an_expired_a_malformed_and_an_empty_token_are_refused_alike() {
        update("update identity.refresh_token set expires_at = now() where hash = ?", first);

        for (String token : List.of(first, "", " ", "null", "mr_", "mr_" + "A".repeat(43), accessToken)) {
            assertThat(refresh(token).toString()).as(token).isEqualTo(REFUSED);
        }
        assertThat(client.run(REFRESH).at("/errors/0/message").asString()).contains("token");
    }

    @Test
    void a_token_never_reaches_the_database_in_its_own_text() {
        assertThat(strings("select count(*) from identity.refresh_token where hash = ?", first))
                .containsExactly("1");
        assertThat(strings(
                        "select count(*) from identity.refresh_token t where ? is not null and t::text like '%" + first
                                + "%'",
                        first))
                .containsExactly("0");
    }

    private JsonNode refresh(String token) {
        return client.data(REFRESH, Map.of("token", token)).get("tokenRefresh");
    }

    private String next(String token) {
        return refresh(token).at("/tokens/refreshToken").asString();
    }

    private boolean works(String token) {
        return client.as(token)
                .run("{ viewer { session { current } } }")
                .at("/data/viewer/session/current")
                .asBoolean(false);
    }

    private static void update(String sql, String token) {
        try (Connection superuser = TestDatabase.superuser();
                PreparedStatement update = superuser.prepareStatement(sql)) {
            update.setBytes(1, new Secret(token).hash());
            assertThat(update.executeUpdate()).isEqualTo(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> strings(String sql, String token) {
        try (Connection superuser = TestDatabase.superuser();
                PreparedStatement select = superuser.prepareStatement(sql)) {
            select.setBytes(1, new Secret(token).hash());
            ResultSet rows = select.executeQuery();
            var strings = new java.util.ArrayList<String>();
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
            return strings;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
