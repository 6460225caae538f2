package io.merkato.identity;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.Merchants.Merchant;
import io.merkato.MerkatoTest;
import io.merkato.Patience;
import io.merkato.Socket;
import io.merkato.Statements;
import io.merkato.api.Uuid7;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;

/** Who gets a WebSocket, whichever way the credential comes. */
@MerkatoTest
class SocketTest {

    private static final int STRANGERS = 50;
    private static final String WHO = "{ viewer { user { id } tenant { slug } permissions } }";

    private final Client client;
    private final Merchants merchants;
    private final AccessTokens tokens;
    private final Statements statements;
    private final Merchant merchant;
    private final Client owner;

    SocketTest(Client client, Merchants merchants, AccessTokens tokens, Statements statements) {
        this.statements = statements;
        this.client = client;
        this.merchants = merchants;
        this.tokens = tokens;
        this.merchant = merchants.open();
        this.owner = merchants.staff(merchant, BuiltInRole.OWNER);
    }

    private String bearer() {
        return bearer(owner);
    }

    private static String bearer(Client client) {
        return requireNonNull(client.headers().get("Authorization"));
    }

    @Test
    void a_good_credential_is_taken_from_the_first_message_or_the_handshake() {
        for (String name : List.of("Authorization", "authorization")) {
            try (Socket socket = client.socket()) {
                assertThat(socket.begin(Map.of(name, bearer()))).contains("connection_ack");
                assertThat(who(socket)).isEqualTo(merchant.slug());
            }
        }
        try (Socket socket = owner.socketByHandshake()) {
            assertThat(socket.begin(Map.of())).contains("connection_ack");
            assertThat(who(socket)).isEqualTo(merchant.slug());
        }
    }

    @Test
    void without_a_good_credential_a_socket_is_closed() {
        String ended = bearer(merchants.shopper(merchant));
        client.as(ended.substring(7)).in(merchant.slug()).data("mutation { signOutEverywhere { ended } }");
        String expired = tokens.mint(
                new User.Id(Uuid7.next()),
                new Session.Id(Uuid7.next()),
                null,
                Instant.now().minus(Duration.ofHours(1)));

        for (Map<String, ?> payload : List.<Map<String, ?>>of(
                Map.of(),
                Map.of("Authorization", ""),
                Map.of("Authorization", "Bearer "),
                Map.of("Authorization", "Bearer null"),
                Map.of("Authorization", "Basic b3duZXI6eA=="),
                Map.of("Authorization", List.of()),
                Map.of("Authorization", List.of(bearer())),
                Map.of("Authorization", bearer() + "x"),
                Map.of("Authorization", "Bearer eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AA.AA.AA"), // encrypted
                Map.of("Authorization", ended),
                Map.of("Authorization", "Bearer " + expired))) {
            try (Socket socket = client.socket()) {
                assertThat(socket.begin(payload)).as(payload.toString()).isEqualTo("closed 4401");
            }
        }
        try (Socket socket = client.as("not-a-token").socketByHandshake()) {
            assertThat(socket.next()).isEqualTo("refused 401");
        }
    }

    @Test
    void the_first_message_overrules_the_handshake_and_gives_no_more_than_it_says() {
        try (Socket socket = owner.socketByHandshake()) {
            assertThat(socket.begin(Map.of("Authorization", "Bearer null"))).isEqualTo("closed 4401");
        }
    }

    @Test
    void a_visitor_of_a_tenant_needs_no_credential() {
        try (Socket socket = client.socket()) {
            assertThat(socket.begin(Map.of("Merkato-Tenant", merchant.slug()))).contains("connection_ack");
            assertThat(who(socket)).isEqualTo(merchant.slug());
        }
    }

    @Test
    void a_socket_for_another_tenant_is_closed_with_what_says_so() {
        Merchant other = merchants.open();
        try (Socket byHandshake = owner.in(other.slug()).socketByHandshake();
                Socket byMessage = client.socket()) {
            assertThat(byHandshake.begin(Map.of())).isEqualTo("closed 4403");
            assertThat(byHandshake.why()).isEqualTo("FORBIDDEN TENANT_MISMATCH");
            assertThat(byMessage.begin(Map.of("Authorization", bearer(), "Merkato-Tenant", other.slug())))
                    .isEqualTo("closed 4403");
            assertThat(byMessage.why()).isEqualTo("FORBIDDEN TENANT_MISMATCH");
        }
    }

    @Test
    void a_credential_that_ends_ends_what_its_socket_may_ask() {
        String email = merchants.hire(merchant, BuiltInRole.SUPPORT);
        Client support = merchants.signedIn(merchant.slug(), email);
        try (Socket byHandshake = support.socketByHandshake();
                Socket byMessage = client.socket()) {
            byHandshake.begin(Map.of());
            byMessage.begin(support.headers());
            assertThat(who(byHandshake)).isEqualTo(merchant.slug());
            assertThat(who(byMessage)).isEqualTo(merchant.slug());

            support.data("mutation { signOutEverywhere { ended } }");

            for (Socket socket : List.of(byHandshake, byMessage)) {
                assertThat(socket.subscribe("2", WHO, Map.of())
                                .nextMessage()
                                .at("/payload/0/extensions/code")
                                .asString())
                        .isEqualTo("UNAUTHENTICATED");
            }
        }
    }

    @Test
    void while_the_database_is_away_a_socket_is_closed_so_that_its_client_comes_again() {
        Merchant unseen = merchants.open();
        statements.failOnce("\"tenancy\".\"tenant\".\"slug\" = ", () -> {
            throw new DataAccessException("away", new SQLException("away", "08006"));
        });
        try (Socket socket = client.socket()) {
            assertThat(socket.begin(Map.of("Merkato-Tenant", unseen.slug()))).isEqualTo("closed 1013");
            assertThat(socket.why()).isEqualTo("UNAVAILABLE");
        }
    }

    @Test
    void of_one_address_fifty_are_open_that_are_not_let_in_yet() {
        List<Socket> sockets =
                Stream.generate(client::socket).limit(STRANGERS + 1).toList();
        Patience.await().until(() -> sockets.stream().anyMatch(SocketTest::isTooMany));
        Socket tooMany =
                sockets.stream().filter(SocketTest::isTooMany).findFirst().orElseThrow();
        assertThat(tooMany.next()).isEqualTo("closed 1013");

        List<Socket> strangers =
                sockets.stream().filter(socket -> socket != tooMany).toList();
        assertThat(strangers.getLast().begin(owner.headers())).contains("connection_ack");
        try (Socket more = client.socket()) {
            assertThat(more.begin(owner.headers())).contains("connection_ack");
        }
        assertThat(strangers).hasSize(STRANGERS).noneMatch(SocketTest::isTooMany);
        strangers.forEach(Socket::close);
    }

    private static boolean isTooMany(Socket socket) {
        return socket.why().equals("THROTTLED CONNECTIONS_NOT_LET_IN");
    }

    @Test
    void who_is_not_let_in_yet_has_little_to_say() {
        try (Socket socket = client.socket()) {
            assertThat(socket.begin(Map.of("Authorization", bearer(), "more", "a".repeat(9_000))))
                    .isEqualTo("closed 1009");
        }
    }

    @Test
    void who_says_nothing_is_closed_after_ten_seconds() {
        try (Socket socket = client.socket()) {
            assertThat(socket.next()).isEqualTo("closed 4408");
        }
    }

    @Test
    void a_document_before_the_first_message_is_refused() {
        try (Socket socket = client.socket().subscribe("1", WHO, Map.of())) {
            assertThat(socket.next()).isEqualTo("closed 4401");
        }
    }

    @Test
    void a_message_may_be_as_large_as_a_document_by_http() {
        try (Socket socket = owner.socketByHandshake()) {
            socket.begin(Map.of());
            socket.subscribe("1", "# " + "a".repeat(200 * 1024) + "\n" + WHO, Map.of());
            assertThat(socket.nextMessage()
                            .at("/payload/data/viewer/tenant/slug")
                            .asString())
                    .isEqualTo(merchant.slug());
            assertThat(socket.nextMessage().get("type").asString()).isEqualTo("complete");

            socket.subscribe("2", "# " + "a".repeat(300 * 1024) + "\n" + WHO, Map.of());
            assertThat(socket.next()).isEqualTo("closed 1009");
        }
    }

    private static String who(Socket socket) {
        var answer = socket.subscribe("1", WHO, Map.of()).nextMessage();
        assertThat(socket.nextMessage().get("type").asString()).isEqualTo("complete");
        return answer.at("/payload/data/viewer/tenant/slug").asString();
    }
}
