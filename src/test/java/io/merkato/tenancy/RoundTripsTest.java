package io.merkato.tenancy;

import static io.merkato.jooq.tenancy.Tables.SUBSCRIPTION;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.Uuid7;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Counts, on the wire, how often the client waits for PostgreSQL. */
@MerkatoTest
class RoundTripsTest {

    private static final int WARM = 10;

    private final TenantContexts tenants;
    private final Tenant.Id tenant = new Tenant.Id(Uuid7.next());

    RoundTripsTest(TenantContexts tenants) {
        this.tenants = tenants;
    }

    @Test
    void the_tenant_costs_a_statement_no_round_trip() throws IOException, SQLException {
        try (var wire = new Wire();
                Connection connection = TestDatabase.application(wire.port())) {
            DSLContext sql = sql(connection);
            for (int i = 0; i < WARM; i++) {
                read(sql);
            }

            assertThat(wire.roundTripsOf(() -> read(sql))).isEqualTo(1);
        }
    }

    @Test
    void the_tenant_costs_a_transaction_no_round_trip() throws IOException, SQLException {
        try (var wire = new Wire();
                Connection connection = TestDatabase.application(wire.port())) {
            DSLContext sql = sql(connection);
            Runnable twoReads = () -> sql.connection(bound -> {
                bound.setAutoCommit(false);
                DSLContext within = DSL.using(tenants.configuration().derive(new Connections.One(bound)));
                read(within);
                read(within);
                bound.commit();
                bound.setAutoCommit(true);
            });
            for (int i = 0; i < WARM; i++) {
                twoReads.run();
            }

            assertThat(wire.roundTripsOf(twoReads))
                    .as("two statements and the commit")
                    .isEqualTo(3);
        }
    }

    private DSLContext sql(Connection connection) {
        var source = new SingleConnectionDataSource(connection, true);
        return DSL.using(tenants.configuration().derive(new Connections.Pooled(source, tenant, null, tenants.guard())));
    }

    private void read(DSLContext sql) {
        assertThat(sql.select(SUBSCRIPTION.ID)
                        .from(SUBSCRIPTION)
                        .where(tenants.of(tenant).owns(SUBSCRIPTION))
                        .fetch())
                .isEmpty();
    }

    /** Stands between client and server and counts the changes from listening to the server to talking to it. */
    private static final class Wire implements AutoCloseable {

        private final ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final AtomicInteger roundTrips = new AtomicInteger();
        private volatile boolean clientSpoke;

        Wire() throws IOException {
            Thread.startVirtualThread(this::serve);
        }

        int port() {
            return door.getLocalPort();
        }

        int roundTripsOf(Runnable work) {
            roundTrips.set(0);
            clientSpoke = false;
            work.run();
            return roundTrips.get();
        }

        private void serve() {
            try (Socket client = door.accept();
                    Socket server = new Socket(InetAddress.getLoopbackAddress(), TestDatabase.port())) {
                Thread answers = Thread.startVirtualThread(() -> copy(server, client, false));
                copy(client, server, true);
                answers.join();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void copy(Socket from, Socket to, boolean fromClient) {
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                var buffer = new byte[65_536];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (fromClient && !clientSpoke) {
                        roundTrips.incrementAndGet();
                    }
                    clientSpoke = fromClient;
                    out.write(buffer, 0, read);
                }
            } catch (IOException e) {
                // either side hung up: the test is over
            }
        }

        @Override
        public void close() throws IOException {
            door.close();
        }
    }
}
