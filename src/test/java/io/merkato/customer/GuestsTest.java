package io.merkato.customer;

import static io.merkato.customer.CustomerCalls.change;
import static io.merkato.customer.CustomerCalls.done;
import static io.merkato.customer.CustomerCalls.me;
import static io.merkato.customer.CustomerCalls.strings;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Socket;
import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.api.Viewer;
import io.merkato.identity.FewStrangers;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** How guests come in: so many and no more, and over WebSockets too. */
@MerkatoTest
class GuestsTest {

    private static final String ME = "{ viewer { customer { id } } }";
    private static final String CLAIM = "mutation { guestClaim { customer { id } userErrors { code } } }";

    private final Client client;
    private final Merchants merchants;
    private final Shoppers shoppers;
    private final FewStrangers strangers;
    private final Merchants.Merchant merchant;

    GuestsTest(Client client, Merchants merchants, Shoppers shoppers, FewStrangers strangers) {
        this.client = client;
        this.merchants = merchants;
        this.shoppers = shoppers;
        this.strangers = strangers;
        this.merchant = merchants.open();
    }

    @Test
    void a_sockets_first_message_may_carry_the_token() {
        String token = token();
        Client person = merchants.shopper(merchant);

        try (Socket socket = client.socket()) {
            assertThat(socket.begin(Map.of(
                            "Authorization",
                            requireNonNull(person.headers().get("Authorization")),
                            "Merkato-Tenant",
                            merchant.slug(),
                            "Merkato-Guest",
                            token)))
                    .contains("connection_ack");
            assertThat(socket.subscribe("1", CLAIM, Map.of())
                            .nextMessage()
                            .at("/payload/data/guestClaim/customer/id")
                            .asString())
                    .isEqualTo(me(person));
        }
    }

    @Test
    void over_a_socket_a_guest_is_somebody_and_who_is_no_guest_of_the_tenant_is_nobody() throws SQLException {
        String token = token();
        try (Socket socket = client.socket()) {
            assertThat(socket.begin(Map.of("Merkato-Tenant", merchant.slug(), "Merkato-Guest", token)))
                    .contains("connection_ack");
            assertThat(socket.subscribe("1", ME, Map.of())
                            .nextMessage()
                            .at("/payload/data/viewer/customer/id")
                            .asString())
                    .isEqualTo(me(guest(token)));
        }

        String ended = token();
        change("update customer.guest_token set expires_at = now() where hash = sha256('" + ended + "')");
        String claimed = token();
        merchants.shopper(merchant).with("Merkato-Guest", claimed).data(CLAIM);
        for (Map<String, String> first : List.of(
                Map.of("Merkato-Tenant", merchant.slug(), "Merkato-Guest", "guest_" + "A".repeat(43)),
                Map.of("Merkato-Tenant", merchant.slug(), "Merkato-Guest", ended),
                Map.of("Merkato-Tenant", merchant.slug(), "Merkato-Guest", claimed),
                Map.of("Merkato-Tenant", merchants.open().slug(), "Merkato-Guest", token))) {
            try (Socket socket = client.socket()) {
                assertThat(socket.begin(first)).as(first.toString()).contains("connection_ack");
                assertThat(socket.subscribe("1", ME, Map.of())
                                .nextMessage()
                                .at("/payload/data")
                                .toString())
                        .as(first.toString())
                        .isEqualTo("{\"viewer\":{\"customer\":null}}");
            }
        }
        try (Socket socket = client.socket()) {
            assertThat(socket.begin(Map.of("Merkato-Tenant", "no-such-tenant", "Merkato-Guest", token)))
                    .isEqualTo("closed 4403");
        }
    }

    @Test
    void who_became_a_guest_in_a_document_is_that_guest_for_what_comes_next_in_it() {
        JsonNode done =
                client.in(merchant.slug()).with("Merkato-Guest", token()).data("""
                mutation {
                    guestStart { customer { id } guestToken }
                    customerConsentRecord(input: {purpose: ANALYTICS, granted: true, source: "banner"}) { userErrors { code } }
                    profileUpdate(input: {givenName: "Almaz"}) { customer { id } userErrors { code } }
                }""");

        String guest = done.at("/guestStart/customer/id").asString();
        assertThat(done.at("/customerConsentRecord").toString()).isEqualTo("{\"userErrors\":[]}");
        assertThat(done.at("/profileUpdate").toString())
                .isEqualTo("{\"customer\":{\"id\":\"" + guest + "\"},\"userErrors\":[]}");
        assertThat(guest(done.at("/guestStart/guestToken").asString())
                        .data("{ viewer { customer { id givenName consents { purpose granted } } } }")
                        .at("/viewer/customer")
                        .toString())
                .isEqualTo("{\"id\":\"" + guest
                        + "\",\"givenName\":\"Almaz\",\"consents\":[{\"purpose\":\"ANALYTICS\",\"granted\":true}]}");
    }

    @Test
    void so_many_begin_as_guests_from_one_address_and_no_more() throws SQLException {
        var start = new GuestStart(shoppers, strangers.perAddress(2));
        String random = merchant.tenant().id().value().toString().substring(24);
        String address =
                "2001:%s:%s:%s::1".formatted(random.substring(0, 4), random.substring(4, 8), random.substring(8));
        var viewer = new Viewer(Viewer.system("test").actor(), Map.of(), new Viewer.Origin(address, null, null));
        var nobody = new Shopper(null, null, shopper -> Optional.empty());
        start.guestStart(merchant.tenant(), viewer, nobody);
        start.guestStart(merchant.tenant(), viewer, nobody);

        assertThatThrownBy(() -> start.guestStart(merchant.tenant(), viewer, nobody))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.THROTTLED));

        assertThat(strings("select id::text from customer.customer where tenant_id = '%s'"
                        .formatted(merchant.tenant().id().value())))
                .hasSize(2);
    }

    private Client guest(String token) {
        return client.in(merchant.slug()).with("Merkato-Guest", token);
    }

    private String token() {
        return done(client.in(merchant.slug()), "guestStart", "guestToken")
                .get("guestToken")
                .asString();
    }
}
