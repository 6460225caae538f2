package io.merkato.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.Merchants.Merchant;
import io.merkato.MerkatoTest;
import io.merkato.Socket;
import io.merkato.TestDatabase;
import io.merkato.api.Uuid7;
import io.merkato.identity.BuiltInRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Watching an import over a WebSocket: for whom, of which tenant, and until when. */
@MerkatoTest
class WatchingTest {

    private static final String PROGRESS =
            "subscription ($id: ID!) { productImportProgress(id: $id) { status productsRead } }";

    private final Merchants merchants;
    private final Client client;
    private final Merchant merchant;
    private final Client owner;
    private final ProductImport job;
    private final AtomicInteger read = new AtomicInteger();

    /** The import is under way, in the hands of a worker that does nothing. */
    WatchingTest(Merchants merchants, Client client, Importing importing) {
        this.merchants = merchants;
        this.client = client;
        this.merchant = merchants.open();
        this.owner = merchants.staff(merchant, BuiltInRole.OWNER);
        this.job = importing.begin(merchant.tenant(), Importing.file("coffee.csv"), Uuid7.next());
    }

    @AfterEach
    void finish() throws SQLException {
        change("status = 'CANCELLED', finished_at = now(), lease = null, lease_until = null");
    }

    private void change(String set) throws SQLException {
        try (Connection superuser = TestDatabase.superuser();
                var update = superuser.prepareStatement("update bulk.product_import set " + set + " where id = ?")) {
            update.setObject(1, job.id().value());
            update.execute();
        }
    }

    private void goOn() throws SQLException {
        change("products_read = " + read.incrementAndGet());
    }

    private Socket watch(Client as) {
        Socket socket = client.socket();
        assertThat(socket.begin(as.headers())).contains("connection_ack");
        return socket.subscribe("1", PROGRESS, Map.of("id", job.id().text()));
    }

    private static String progress(JsonNode message) {
        return message.at("/payload/data/productImportProgress").toString();
    }

    /** What a subscription that is refused or ended says of it. */
    private static String ending(JsonNode message) {
        assertThat(message.get("type").asString()).as(message.toString()).isEqualTo("error");
        return message.at("/payload/0/extensions").toString();
    }

    @Test
    void whoever_may_read_the_catalogue_sees_each_change_until_the_end() throws SQLException {
        try (Socket socket = watch(owner)) {
            assertThat(progress(socket.nextMessage())).isEqualTo("{\"status\":\"RUNNING\",\"productsRead\":0}");
            goOn();
            assertThat(progress(socket.nextMessage())).isEqualTo("{\"status\":\"RUNNING\",\"productsRead\":1}");
            finish();
            assertThat(progress(socket.nextMessage())).isEqualTo("{\"status\":\"CANCELLED\",\"productsRead\":1}");
            assertThat(socket.nextMessage().toString())
                    .isEqualTo("{\"id\":\"1\",\"payload\":{},\"type\":\"complete\"}");
        }
    }

    @Test
    void whoever_may_not_is_told_so() {
        try (Socket shopper = watch(merchants.shopper(merchant))) {
            assertThat(ending(shopper.nextMessage()))
                    .contains(
                            "\"code\":\"FORBIDDEN\"",
                            "\"permission\":\"CATALOG_READ\"",
                            "\"reason\":\"PERMISSION_MISSING\"");
        }
    }

    @Test
    void another_tenants_import_is_one_that_never_was() throws SQLException {
        Client stranger = merchants.staff(merchants.open(), BuiltInRole.OWNER);
        try (Socket socket = watch(stranger)) {
            assertThat(ending(socket.nextMessage())).isEqualTo("{\"code\":\"NOT_FOUND\"}");
            socket.subscribe("2", PROGRESS, Map.of("id", new ProductImport.Id(Uuid7.next()).text()));
            assertThat(ending(socket.nextMessage())).isEqualTo("{\"code\":\"NOT_FOUND\"}");
        }
    }

    @Test
    void signing_out_everywhere_ends_what_is_watched() throws SQLException {
        Client catalogue = merchants.staff(merchant, BuiltInRole.CATALOGUE);
        try (Socket socket = watch(catalogue)) {
            assertThat(progress(socket.nextMessage())).contains("RUNNING");
            catalogue.data("mutation { signOutEverywhere { ended } }");
            goOn();
            assertThat(ending(socket.nextMessage())).isEqualTo("{\"code\":\"UNAUTHENTICATED\",\"reason\":\"INVALID\"}");
        }
    }

    @Test
    void a_member_who_is_removed_sees_no_more() throws SQLException {
        String email = merchants.hire(merchant, BuiltInRole.CATALOGUE);
        try (Socket socket = watch(merchants.signedIn(merchant.slug(), email))) {
            assertThat(progress(socket.nextMessage())).contains("RUNNING");
            owner.data(
                    "mutation ($id: ID!) { memberRemove(id: $id) { userErrors { code } } }",
                    Map.of("id", member(email)));
            goOn();
            assertThat(ending(socket.nextMessage()))
                    .isEqualTo("{\"code\":\"FORBIDDEN\",\"reason\":\"PERMISSIONS_CHANGED\"}");
        }
    }

    @Test
    void a_member_who_is_limited_to_some_stores_sees_no_more() throws SQLException {
        String email = merchants.hire(merchant, BuiltInRole.CATALOGUE);
        try (Socket socket = watch(merchants.signedIn(merchant.slug(), email))) {
            assertThat(progress(socket.nextMessage())).contains("RUNNING");
            JsonNode updated = owner.data(
                    "mutation ($id: ID!, $store: ID!) { memberUpdate(id: $id, input: {stores: {only: [$store]}}) { userErrors { code } } }",
                    Map.of("id", member(email), "store", store()));
            assertThat(updated.at("/memberUpdate/userErrors").size()).isZero();
            goOn();
            assertThat(ending(socket.nextMessage()))
                    .isEqualTo("{\"code\":\"FORBIDDEN\",\"reason\":\"PERMISSIONS_CHANGED\"}");
        }
    }

    @Test
    void a_key_that_is_revoked_ends_what_is_watched() throws SQLException {
        JsonNode made = owner.data(
                        "mutation { apiKeyCreate(input: {name: \"ERP\", permissions: [CATALOG_READ], stores: {every: true}}) { apiKey { id } secret } }")
                .get("apiKeyCreate");
        try (Socket socket = watch(client.as(made.get("secret").asString()))) {
            assertThat(progress(socket.nextMessage())).contains("RUNNING");
            owner.data(
                    "mutation ($id: ID!) { apiKeyRevoke(id: $id) { userErrors { code } } }",
                    Map.of("id", made.at("/apiKey/id").asString()));
            goOn();
            assertThat(ending(socket.nextMessage())).isEqualTo("{\"code\":\"UNAUTHENTICATED\",\"reason\":\"INVALID\"}");
        }
    }

    @Test
    void a_tenant_that_is_suspended_is_watched_by_nobody() throws SQLException {
        try (Socket socket = watch(owner)) {
            assertThat(progress(socket.nextMessage())).contains("RUNNING");
            merchants
                    .operator()
                    .data(
                            "mutation ($id: ID!) { tenantSuspend(id: $id, input: {reason: \"Unpaid\"}) { userErrors { code } } }",
                            Map.of("id", merchant.tenant().id().text()));
            goOn();
            assertThat(ending(socket.nextMessage()))
                    .isEqualTo("{\"code\":\"FORBIDDEN\",\"reason\":\"TENANT_SUSPENDED\"}");

            socket.subscribe("2", PROGRESS, Map.of("id", job.id().text()));
            assertThat(ending(socket.nextMessage()))
                    .isEqualTo("{\"code\":\"FORBIDDEN\",\"reason\":\"TENANT_SUSPENDED\"}");
        }
    }

    @Test
    void two_subscriptions_of_one_socket_do_not_share_a_name() {
        try (Socket socket = watch(owner)) {
            assertThat(progress(socket.nextMessage())).contains("RUNNING");
            socket.subscribe("1", PROGRESS, Map.of("id", job.id().text()));
            assertThat(socket.next()).isEqualTo("closed 4409");
        }
    }

    private String store() {
        return owner.data("{ viewer { store { id } } }").at("/viewer/store/id").asString();
    }

    private String member(String email) {
        return owner.data("{ members(first: 100) { nodes { id invitedAs } } }")
                .at("/members/nodes")
                .valueStream()
                .filter(member -> List.of(member.get("invitedAs").asString()).contains(email))
                .findFirst()
                .orElseThrow()
                .get("id")
                .asString();
    }
}
