package io.merkato.metering;

import static io.merkato.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.Merchants.Merchant;
import io.merkato.MerkatoTest;
import io.merkato.OwnProcess;
import io.merkato.TestDatabase;
import io.merkato.identity.BuiltInRole;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** A node of which one tenant takes all that it may: whoever else asks is answered, and what was counted is there when the node is killed. */
@MerkatoTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NeighboursTest {

    private static final String HELD = "{\"query\": \"{ labels { code } }\"}";
    private static final String FREE = "{ brands(first: 1) { nodes { name } } }";
    private static final int POOL = 24;
    private static final int SHARE = 18;
    private static final int PLACES = 16;

    private final Merchants merchants;
    private final Client client;
    private OwnProcess node;

    NeighboursTest(Merchants merchants, Client client) {
        this.merchants = merchants;
        this.client = client;
    }

    /** It waits long for statements that are held up, not long for a place, and answers nobody from memory. */
    @BeforeAll
    void start() throws IOException {
        node = OwnProcess.start(
                OwnProcess.SMALL,
                Stream.concat(
                                Arrays.stream(TestDatabase.settingsOfNode(TestDatabase.port()))
                                        .map(NeighboursTest::patient),
                                Stream.of(
                                        "--spring.datasource.hikari.maximum-pool-size=" + POOL,
                                        "--merkato.requests.patience=20ms",
                                        "--merkato.catalogue-cache.enabled=false",
                                        "--merkato.usage.write-every=1s"))
                        .toArray(String[]::new));
    }

    private static String patient(String setting) {
        return setting.contains("jdbc:")
                ? setting + (setting.contains("?") ? "&" : "?")
                        + "socketTimeout=0&options=-c%20statement_timeout%3D5min%20-c%20lock_timeout%3D0"
                : setting;
    }

    @AfterAll
    void end() throws IOException, InterruptedException {
        node.close();
    }

    /** Statements that ask for labels stand still until it is closed. */
    private static final class Standstill implements AutoCloseable {

        private final Connection holder = TestDatabase.superuser();
        private final Connection looker = TestDatabase.superuser();

        Standstill() throws SQLException {
            holder.setAutoCommit(false);
            try (Statement lock = holder.createStatement()) {
                lock.execute("lock table catalog.label in access exclusive mode");
            }
        }

        int standing() throws SQLException {
            try (ResultSet waiting = looker.createStatement()
                    .executeQuery(
                            "select count(*) from pg_locks where relation = 'catalog.label'::regclass and not granted")) {
                waiting.next();
                return waiting.getInt(1);
            }
        }

        @Override
        public void close() throws SQLException {
            holder.rollback();
            holder.close();
            looker.close();
        }
    }

    private Client shopper(Merchant merchant) {
        Client shopper = client.in(merchant.slug()).to(node.port());
        shopper.data(FREE);
        return shopper;
    }

    private Client owner(Merchant merchant) {
        return merchants.staff(merchant, BuiltInRole.OWNER).to(node.port());
    }

    private static HttpResponse<String> held(Client caller) {
        return caller.with("Accept", "application/graphql-response+json").post("/graphql", "application/json", HELD);
    }

    private static List<Future<HttpResponse<String>>> crowd(Client caller, int size, ExecutorService threads) {
        var crowd = new ArrayList<Future<HttpResponse<String>>>();
        for (int i = 0; i < size; i++) {
            crowd.add(CompletableFuture.supplyAsync(() -> held(caller), threads));
        }
        return crowd;
    }

    @Test
    @Order(1)
    void a_tenant_with_all_its_places_taken_is_refused_and_its_neighbours_are_answered() throws Exception {
        Client noisy = owner(merchants.open("professional"));
        List<Client> neighbours = Stream.generate(() -> shopper(merchants.open("professional")))
                .limit(5)
                .toList();
        List<Future<HttpResponse<String>>> crowd;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var standstill = new Standstill()) {
            crowd = crowd(noisy, PLACES, threads);
            await().until(() -> standstill.standing() == PLACES);

            HttpResponse<String> refused = held(noisy);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(refused.body()).contains("\"code\":\"THROTTLED\"", "\"limit\":\"REQUESTS_AT_ONCE\"");
            for (int i = 0; i < 10; i++) {
                for (Client neighbour : neighbours) {
                    assertThat(neighbour.data(FREE).toString()).isEqualTo("{\"brands\":{\"nodes\":[]}}");
                }
            }
            assertThat(crowd).noneMatch(Future::isDone);
        }
        assertThat(crowd).allMatch(answer -> answer.resultNow().body().startsWith("{\"data\":{\"labels\":[]}"));
    }

    @Test
    @Order(2)
    void a_tenant_whose_plan_lets_any_number_run_leaves_connections_to_its_neighbours() throws Exception {
        Client noisy = owner(merchants.open("enterprise"));
        Client neighbour = shopper(merchants.open("professional"));
        List<Future<HttpResponse<String>>> crowd;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var standstill = new Standstill()) {
            crowd = crowd(noisy, POOL + 10, threads);
            await().until(() -> standstill.standing() == SHARE);

            for (int i = 0; i < 10; i++) {
                assertThat(neighbour.data(FREE).toString()).isEqualTo("{\"brands\":{\"nodes\":[]}}");
            }
            await().until(() -> crowd.stream().filter(Future::isDone).count() == POOL + 10 - SHARE);
            assertThat(crowd.stream().filter(Future::isDone))
                    .allMatch(answer -> answer.resultNow().body().contains("\"limit\":\"CONNECTIONS_AT_ONCE\""));
            assertThat(standstill.standing()).isEqualTo(SHARE);
        }
        assertThat(crowd.stream().filter(answer -> answer.resultNow().body().startsWith("{\"data\":{\"labels\":[]}")))
                .hasSize(SHARE);
    }

    @Test
    @Order(3)
    void a_node_that_is_killed_has_written_down_what_it_counted_before_and_nothing_twice() throws Exception {
        Merchant merchant = merchants.open("professional");
        Client shopper = client.in(merchant.slug()).to(node.port());
        for (int i = 0; i < 7; i++) {
            shopper.data(FREE);
        }
        await().until(() -> requests(merchant) == 7);
        for (int i = 0; i < 5; i++) {
            shopper.data(FREE);
        }

        node.kill();

        assertThat(requests(merchant)).isBetween(7L, 12L);
    }

    private static long requests(Merchant merchant) throws SQLException {
        try (Connection superuser = TestDatabase.superuser();
                ResultSet sum = superuser
                        .createStatement()
                        .executeQuery("select coalesce(sum(requests), 0) from metering.node_day where tenant_id = '"
                                + merchant.tenant().id().value() + "'")) {
            sum.next();
            return sum.getLong(1);
        }
    }
}
