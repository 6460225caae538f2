package io.merkato.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.tenancy.TenantContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An import fills what the plan leaves room for, and says of each other product that there is none. */
@MerkatoTest
class ImportRoomTest {

    private final Importing importing;
    private final TenantContext tenant;

    ImportRoomTest(Importing importing) {
        this.importing = importing;
        this.tenant = importing.tenant();
    }

    @BeforeEach
    void three_places_are_left() throws SQLException {
        sql("update tenancy.tenant set plan = 'basic' where id = '%1$s'");
        sql(
                "insert into catalog.product (tenant_id, id, locale, name, slug) select '%1$s', gen_random_uuid(), 'en', 'Tea ' || i, 'tea-' || i from generate_series(1, 997) i");
    }

    @Test
    void sixteen_products_of_a_file_for_three_places() throws SQLException {
        ProductImport done = importing.carryOut(tenant, file("cup"));

        assertThat(done.productsCreated()).isEqualTo(3);
        assertThat(done.productsFailed()).isEqualTo(13);
        assertThat(importing.problems(tenant, done))
                .hasSize(13)
                .extracting(ProductImportProblem::message)
                .containsOnly("The tenant's plan allows no more products.");
        assertThat(sql("select count(*) from catalog.product where tenant_id = '%1$s'"))
                .isEqualTo(1000);
    }

    @Test
    void what_others_take_meanwhile_is_no_longer_there() throws Exception {
        ProductImport done;
        try (Connection other = TestDatabase.superuser();
                Statement someoneElse = other.createStatement();
                ExecutorService importer = Executors.newSingleThreadExecutor()) {
            other.setAutoCommit(false);
            someoneElse.execute(
                    "insert into catalog.product (tenant_id, id, locale, name, slug) select '%1$s', gen_random_uuid(), 'en', 'Pot ' || i, 'pot-' || i from generate_series(1, 2) i"
                            .formatted(tenant.id().value()));
            someoneElse.execute(
                    "select catalog.count_products('%s')".formatted(tenant.id().value()));

            Future<ProductImport> running = importer.submit(() -> importing.carryOut(tenant, file("cup")));
            while (sql("select count(*) from pg_locks where locktype = 'advisory' and not granted") == 0
                    && !running.isDone()) {
                Thread.onSpinWait();
            }
            other.commit();
            done = running.get();
        }

        assertThat(done.productsCreated()).isEqualTo(1);
        assertThat(done.productsFailed()).isEqualTo(15);
        assertThat(sql("select count(*) from catalog.product where tenant_id = '%1$s'"))
                .isEqualTo(1000);
    }

    private static byte[] file(String product) {
        return Importing.bytes(IntStream.range(0, 16)
                .mapToObj(i -> "%1$s-%2$d,%1$s %2$d,%1$s-%2$d,9.99".formatted(product, i))
                .collect(Collectors.joining("\n", "Handle,Title,Variant SKU,Variant Price\n", "\n")));
    }

    private long sql(String statement) throws SQLException {
        try (var connection = TestDatabase.superuser();
                var sql = connection.createStatement()) {
            if (!sql.execute(statement.formatted(tenant.id().value()))) {
                return sql.getUpdateCount();
            }
            var rows = sql.getResultSet();
            rows.next();
            return rows.getLong(1);
        }
    }
}
