package io.merkato.identity;

import static io.merkato.Merchants.PASSWORD;
import static io.merkato.jooq.identity.Tables.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.Merchants.Merchant;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.TestDatabase;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.tenancy.PlatformContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@MerkatoTest
class SessionsTest {

    private static final String MINE =
            "{ sessions(first: 10) { nodes { id current revokedAt } pageInfo { hasNextPage } } }";

    private final Merchants merchants;
    private final Client client;
    private final Merchant merchant;
    private final String email;
    private final PlatformContext platform;
    private final UserRepository users;
    private final Sessions opener;
    private final Statements statements;

    SessionsTest(
            Merchants merchants,
            Client client,
            PlatformContext platform,
            UserRepository users,
            Sessions opener,
            Statements statements) {
        this.statements = statements;
        this.platform = platform;
        this.users = users;
        this.opener = opener;
        this.merchants = merchants;
        this.merchant = merchants.open();
        this.client = client.in(merchant.slug());
        this.email = merchants.hire(merchant, BuiltInRole.OWNER);
    }

    @Test
    void a_session_signed_out_loses_access_and_the_others_keep_it() {
        Client phone = signIn();
        Client laptop = signIn();

        assertThat(phone.data("mutation { signOut { session { current } userErrors { code } } }")
                        .get("signOut")
                        .toString())
                .isEqualTo("{\"session\":{\"current\":true},\"userErrors\":[]}");

        assertUnauthenticated(phone);
        assertThat(laptop.data(MINE).at("/sessions/nodes").size()).isEqualTo(2);
    }

    @Test
    void signing_out_everywhere_ends_every_session() {
        Client phone = signIn();
        Client laptop = signIn();

        assertThat(phone.data("mutation { signOutEverywhere { ended } }")
                        .at("/signOutEverywhere/ended")
                        .asInt())
                .isEqualTo(2);

        assertUnauthenticated(phone);
        assertUnauthenticated(laptop);
    }

    @Test
    void a_session_is_ended_from_another_device() {
        Client phone = signIn();
        Client laptop = signIn();
        JsonNode sessions = phone.data(MINE).at("/sessions/nodes");
        assertThat(sessions.get(0).get("current").asBoolean()).isFalse();
        assertThat(sessions.get(1).get("current").asBoolean()).isTrue();

        JsonNode revoked = revoke(phone, sessions.get(0).get("id").asString());

        assertThat(revoked.at("/session/revokedAt").isString()).isTrue();
        assertUnauthenticated(laptop);
        assertThat(phone.data(MINE).at("/sessions/nodes").size()).isEqualTo(2);
    }

    @Test
    void of_more_sessions_than_are_kept_the_oldest_go() {
        Client first = signIn();
        User.Id user = users.findId(platform.sql(), Login.parse(email, null).orElseThrow())
                .orElseThrow();
        for (int i = 0; i < 50; i++) {
            platform.transact(tx -> opener.open(tx, user, null, null, Viewer.Origin.NONE));
        }

        assertUnauthenticated(first);
        assertThat(platform.sql().fetchCount(SESSION, SESSION.USER_ID.eq(user))).isEqualTo(50);
    }

    @Test
    void a_session_that_is_asked_for_until_it_goes_is_no_longer_good_then() {
        Client first = signIn();
        User.Id user = users.findId(platform.sql(), Login.parse(email, null).orElseThrow())
                .orElseThrow();
        for (int i = 0; i < 49; i++) {
            platform.transact(tx -> opener.open(tx, user, null, null, Viewer.Origin.NONE));
        }

        platform.transact(tx -> {
            Tokens opened = opener.open(tx, user, null, null, Viewer.Origin.NONE);
            first.data(MINE); // as it is not committed yet
            return opened;
        });

        assertUnauthenticated(first);
    }

    @Test
    void nobodys_session_is_looked_for_again_because_another_ended_or_none_did() {
        Client mine = signIn();
        mine.data(MINE);
        Client other = merchants.shopper(merchant);
        String theirs = other.data(MINE).at("/sessions/nodes/0/id").asString();
        User.Id user = users.findId(
                        platform.sql(),
                        Login.parse(merchants.hire(merchant, BuiltInRole.SUPPORT), null)
                                .orElseThrow())
                .orElseThrow();

        for (Runnable ending : List.<Runnable>of(
                () -> revoke(other, "session_"),
                () -> IntStream.range(0, 51)
                        .forEach(i -> platform.transact(tx -> opener.open(tx, user, null, null, Viewer.Origin.NONE))),
                () -> revoke(other, theirs),
                () -> merchants.shopper(merchant).data("mutation { signOut { userErrors { code } } }"),
                () -> merchants.shopper(merchant).data("mutation { signOutEverywhere { ended } }"))) {
            ending.run();

            assertThat(statements.of(() -> mine.data("{ viewer { user { id } } }")))
                    .filteredOn(sql -> sql.contains("\"identity\".\"session\""))
                    .isEmpty();
        }
        assertUnauthenticated(other);
    }

    @Test
    void a_session_of_somebody_else_does_not_exist() {
        Client stranger = merchants.shopper(merchant);
        String theirs = stranger.data(MINE).at("/sessions/nodes/0/id").asString();

        for (String id : new String[] {
            theirs,
            "",
            "session_",
            "null",
            new Session.Id(io.merkato.api.Uuid7.next()).text(),
            "role" + theirs.substring(7)
        }) {
            assertThat(revoke(signIn(), id).toString())
                    .as(id)
                    .isEqualTo("{\"session\":null,\"userErrors\":[{\"code\":\"NOT_FOUND\",\"path\":[\"id\"]}]}");
        }
        assertThat(signIn().data("query ($id: ID!) { node(id: $id) { id } }", Map.of("id", theirs))
                        .get("node")
                        .isNull())
                .isTrue();
        assertThat(stranger.data(MINE).at("/sessions/nodes/0/revokedAt").isNull())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "undefined",
                "Bearer",
                "mk_",
                "mk_null",
                "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.",
                "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AA.AA.AA", // encrypted
                "a.b.c"
            })
    void a_credential_that_is_none_is_refused_and_never_anonymous(String token) {
        var response =
                client.as(token).post("/graphql", "application/json", "{\"query\":\"{ viewer { permissions } }\"}");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer error=\"invalid_token\"");
        assertThat(response.body())
                .isEqualTo(
                        "{\"errors\":[{\"message\":\"The credential is not valid, or no longer. Sign in again.\",\"extensions\":{\"code\":\"UNAUTHENTICATED\",\"reason\":\"INVALID\"}}]}");
    }

    @Test
    void without_a_credential_one_is_nobody() {
        assertThat(client.data("{ viewer { user { id } session { id } apiKey { id } permissions storeIds } }")
                        .get("viewer")
                        .toString())
                .isEqualTo("{\"user\":null,\"session\":null,\"apiKey\":null,\"permissions\":[],\"storeIds\":null}");
        assertThat(client.run(MINE).at("/errors/0/extensions/code").asString()).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void a_token_of_one_merchant_is_refused_at_another() {
        Merchant other = merchants.open();
        JsonNode answer = signIn().in(other.slug()).run("{ viewer { permissions } }");

        assertThat(answer.at("/errors/0/extensions/code").asString()).isEqualTo("FORBIDDEN");
        assertThat(answer.at("/errors/0/extensions/reason").asString()).isEqualTo("TENANT_MISMATCH");
        assertThat(answer.get("data")).isNull();
    }

    @Test
    void a_token_names_its_merchant_by_itself() {
        String token = token();
        assertThat(client.with("Merkato-Tenant", "")
                        .as(token)
                        .data("{ viewer { permissions } }")
                        .at("/viewer/permissions")
                        .size())
                .isEqualTo(Permission.values().length - 1);
    }

    @Test
    void a_suspended_person_is_out() throws SQLException {
        Client phone = signIn();
        try (Connection superuser = TestDatabase.superuser()) {
            superuser
                    .createStatement()
                    .execute("update identity.user set status = 'SUSPENDED' where email = '" + email + "'");
        }
        phone.run("mutation { signOutEverywhere { ended } }");
        assertUnauthenticated(phone);
        assertThat(client.data(
                                "mutation ($l: String!, $p: String!) { signIn(input: {login: $l, password: $p}) { userErrors { code } } }",
                                Map.of("l", email, "p", PASSWORD))
                        .at("/signIn/userErrors/0/code")
                        .asString())
                .isEqualTo("INVALID_CREDENTIALS");
    }

    private Client signIn() {
        return client.as(token());
    }

    private String token() {
        return client.data(
                        "mutation ($l: String!, $p: String!) { signIn(input: {login: $l, password: $p}) { tokens { accessToken } } }",
                        Map.of("l", email, "p", PASSWORD))
                .at("/signIn/tokens/accessToken")
                .asString();
    }

    private static JsonNode revoke(Client client, String id) {
        return client.data(
                        "mutation ($id: ID!) { sessionRevoke(id: $id) { session { revokedAt } userErrors { code path } } }",
                        Map.of("id", id))
                .get("sessionRevoke");
    }

    private static void assertUnauthenticated(Client client) {
        assertThat(client.run("{ viewer { permissions } }")
                        .at("/errors/0/extensions/code")
                        .asString())
                .isEqualTo("UNAUTHENTICATED");
    }
}
