package io.merkato.bulk;

import static io.merkato.jooq.bulk.Tables.WAITING_TENANTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.TestDatabase;
import io.merkato.api.Fault;
import io.merkato.api.Uuid7;
import io.merkato.catalog.ProductSheets;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** One worker carries out the imports of all tenants. The application's own stands still meanwhile. */
@MerkatoTest
class ImportTurnTest {

    private final Importing importing;
    private final ProductImportRepository imports;
    private final PlatformContext platform;
    private final Statements statements;
    private final ProductImportWorker applications;
    private final ProductImportWorker hasty;

    ImportTurnTest(
            Importing importing,
            ProductImportRepository imports,
            PlatformContext platform,
            TenantContexts contexts,
            UploadRepository uploads,
            ProductSheets sheets,
            ProductImportWorker worker,
            Statements statements) {
        this.importing = importing;
        this.imports = imports;
        this.platform = platform;
        this.statements = statements;
        this.applications = worker;
        this.hasty = new ProductImportWorker(
                platform,
                contexts,
                imports,
                uploads,
                sheets,
                new BulkProperties(
                        DataSize.ofMegabytes(1),
                        Importing.LEASE,
                        Duration.ofMillis(1),
                        Duration.ZERO,
                        DataSize.ofMegabytes(1),
                        20,
                        Duration.ofDays(1),
                        Duration.ofDays(1)),
                List.of());
    }

    @BeforeEach
    void hold() throws SQLException {
        applications.stop();
        try (var superuser = TestDatabase.superuser();
                var leftover = superuser.createStatement()) {
            leftover.execute(
                    "update bulk.product_import set status = 'CANCELLED', finished_at = now(), lease = null, lease_until = null where finished_at is null");
        }
    }

    @AfterEach
    void letGo() {
        hasty.stop();
        applications.start();
    }

    @Test
    void an_import_leaves_its_worker_to_others_between_two_chunks() {
        TenantContext tenant = importing.tenant();
        UUID lease = Uuid7.next();
        ProductImport job = importing.begin(tenant, Importing.bytes(ManyProducts.file(450)), lease);

        importing.goOn(tenant, job, lease, () -> true);

        ProductImport left = now(tenant, job);
        assertThat(left.productsRead()).isEqualTo(200);
        assertThat(left.finishedAt()).isNull();
    }

    @Test
    void whoever_was_left_in_favour_of_others_comes_after_them() {
        TenantContext first = importing.tenant();
        TenantContext second = importing.tenant();
        ProductImport large = queue(first, ManyProducts.file(450));
        queue(second, ManyProducts.file(1));
        assertThat(waiting(first, second)).containsExactly(first.id(), second.id());

        UUID lease = Uuid7.next();
        first.transact(Importing.GRANT, tx -> imports.claim(tx, lease, Importing.LEASE));
        assertThat(waiting(first, second)).containsExactly(second.id());
        importing.goOn(first, large, lease, () -> true);

        assertThat(waiting(first, second)).containsExactly(second.id(), first.id());
    }

    @Test
    void a_small_import_does_not_wait_for_the_end_of_a_large_one() {
        TenantContext first = importing.tenant();
        TenantContext second = importing.tenant();
        ProductImport large = queue(first, ManyProducts.file(450));
        ProductImport small = queue(second, ManyProducts.file(1));

        hasty.start();

        Instant largeDone = finished(first, large, ProductImportStatus.COMPLETED);
        assertThat(finished(second, small, ProductImportStatus.COMPLETED)).isBefore(largeDone);
        assertThat(now(first, large).productsCreated()).isEqualTo(450);
    }

    @Test
    void one_that_brings_the_server_to_its_limits_fails_and_is_not_begun_again() {
        TenantContext tenant = importing.tenant();
        UUID lease = Uuid7.next();
        ProductImport job = importing.begin(tenant, Importing.bytes(ManyProducts.file(450)), lease);

        importing.goOn(tenant, job, lease, () -> {
            throw new StackOverflowError();
        });

        assertThat(now(tenant, job).status()).isEqualTo(ProductImportStatus.FAILED);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"catalog\".\"product\"', FAILED", // in the midst of it
        "'update \"bulk\".\"product_import\" set \"status\" = ?, \"started_at\"', COMPLETED" // before it is begun
    })
    void the_worker_outlives_what_an_import_does_to_it(String where, ProductImportStatus outcome) {
        TenantContext first = importing.tenant();
        TenantContext second = importing.tenant();
        ProductImport unlucky = queue(first, ManyProducts.file(1));
        ProductImport next = queue(second, ManyProducts.file(1));
        statements.failOnce(where, () -> {
            throw new StackOverflowError();
        });

        hasty.start();

        finished(second, next, ProductImportStatus.COMPLETED);
        finished(first, unlucky, outcome);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void an_import_that_its_worker_did_not_survive_three_times_fails(int deaths) throws SQLException {
        TenantContext tenant = importing.tenant();
        ProductImport job = queue(tenant, ManyProducts.file(1));
        for (int i = 0; i < deaths; i++) {
            tenant.transact(Importing.GRANT, tx -> imports.claim(tx, Uuid7.next(), Importing.LEASE));
            expire(job);
        }

        UUID lease = Uuid7.next();
        ProductImport last = tenant.transact(Importing.GRANT, tx -> imports.claim(tx, lease, Importing.LEASE))
                .orElseThrow();
        importing.goOn(tenant, last, lease, () -> false);

        ProductImport done = now(tenant, job);
        assertThat(done.status()).isEqualTo(deaths < 3 ? ProductImportStatus.COMPLETED : ProductImportStatus.FAILED);
        assertThat(done.productsCreated()).isEqualTo(deaths < 3 ? 1 : 0);
        assertThat(done.message())
                .isEqualTo(
                        deaths < 3
                                ? null
                                : "Reading the file came to a sudden end 3 times at the same place; the rest of it was not read.");
    }

    @ParameterizedTest
    @MethodSource("passing")
    void an_import_that_the_database_had_no_room_or_no_time_for_goes_on_later(String where, RuntimeException passing)
            throws SQLException {
        TenantContext tenant = importing.tenant();
        UUID lease = Uuid7.next();
        ProductImport job = importing.begin(tenant, Importing.bytes(ManyProducts.file(450)), lease);
        statements.failOnce(where, () -> {
            throw passing;
        });

        importing.goOn(tenant, job, lease, () -> false);

        ProductImport left = now(tenant, job);
        assertThat(left.status()).isEqualTo(ProductImportStatus.RUNNING);
        assertThat(left.message()).isNull();

        expire(job);
        UUID another = Uuid7.next();
        ProductImport again = tenant.transact(Importing.GRANT, tx -> imports.claim(tx, another, Importing.LEASE))
                .orElseThrow();
        importing.goOn(tenant, again, another, () -> false);

        ProductImport done = now(tenant, job);
        assertThat(done.status()).isEqualTo(ProductImportStatus.COMPLETED);
        assertThat(done.productsCreated()).isEqualTo(450);
        assertThat(done.productsRead()).isEqualTo(450);
    }

    /** One of them is refused by the database, so that those of the chunk are not committed all at once. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void a_worker_that_dies_where_products_stand_in_the_file_again_loses_none_and_counts_none_twice(int commit)
            throws SQLException {
        TenantContext tenant = importing.tenant();
        UUID lease = Uuid7.next();
        ProductImport job = importing.begin(tenant, Importing.bytes("""
                Handle,Title,Variant SKU,Body (HTML)
                mug,Mug,M-1,
                tea,Tea,T-1,%s
                pot,Pot,P-1,
                cup,Cup,C-1,
                mug,Mug again,M-2,
                pot,Pot again,P-2,
                """.formatted("<".repeat(60_000))), lease);
        dieAt(commit);
        importing.goOn(tenant, job, lease, () -> false);
        expire(job);
        UUID another = Uuid7.next();
        ProductImport left = tenant.transact(Importing.GRANT, tx -> imports.claim(tx, another, Importing.LEASE))
                .orElseThrow();

        importing.goOn(tenant, left, another, () -> false);

        ProductImport done = now(tenant, job);
        assertThat(done.status()).isEqualTo(ProductImportStatus.COMPLETED);
        assertThat(done.productsCreated()).isEqualTo(3);
        assertThat(done.productsFailed()).isEqualTo(3);
        assertThat(importing.problems(tenant, done))
                .extracting(ProductImportProblem::handle)
                .containsExactlyInAnyOrder("mug", "tea", "pot");
    }

    /** The so many-th commit of a chunk, or of a part of one, finds that the connection is lost. */
    private void dieAt(int commit) {
        statements.failOnce("\"products_read\" = ", () -> {
            if (commit > 1) {
                dieAt(commit - 1);
            } else {
                throw sqlState("08006");
            }
        });
    }

    static Stream<Arguments> passing() {
        return Stream.of(
                Arguments.of("\"bulk\".\"upload_part\"", Fault.throttled("Too much at once.", "CONNECTIONS_AT_ONCE", 1)),
                Arguments.of("\"bulk\".\"upload_part\"", sqlState("57014")),
                Arguments.of("\"catalog\".\"attribute\"", new DataAccessException("", new SQLTransientConnectionException())),
                Arguments.of("insert into \"catalog\".\"product\"", sqlState("08006")),
                Arguments.of("insert into \"catalog\".\"product\"", sqlState("57P01")),
                Arguments.of("insert into \"catalog\".\"product\"", sqlState("55P03")));
    }

    private static DataAccessException sqlState(String state) {
        return new DataAccessException("", new SQLException("", state));
    }

    @Test
    void the_imports_of_a_suspended_tenant_wait_until_it_is_resumed() throws SQLException {
        TenantContext suspended = importing.tenant();
        TenantContext other = importing.tenant();
        queue(suspended, ManyProducts.file(1));
        queue(other, ManyProducts.file(1));

        superuser("update tenancy.tenant set status = 'SUSPENDED' where id = ?", suspended.id().value());
        assertThat(waiting(suspended, other)).containsExactly(other.id());

        superuser("update tenancy.tenant set status = 'ACTIVE' where id = ?", suspended.id().value());
        assertThat(waiting(suspended, other)).containsExactly(suspended.id(), other.id());
    }

    @Test
    void an_import_whose_worker_is_only_slow_keeps_those_behind_it_waiting() throws SQLException {
        TenantContext tenant = importing.tenant();
        ProductImport slow = importing.begin(tenant, Importing.bytes(ManyProducts.file(1)), Uuid7.next());
        queue(tenant, ManyProducts.file(1));
        expire(slow);

        try (var worker = TestDatabase.superuser();
                var chunk = worker.createStatement()) {
            worker.setAutoCommit(false);
            chunk.execute("select from bulk.product_import where id = '" + slow.id().value() + "' for update");

            assertThat((Object) tenant.transact(
                            Importing.GRANT, tx -> imports.claim(tx, Uuid7.next(), Importing.LEASE)))
                    .isEqualTo(Optional.empty());
        }
    }

    @Test
    void an_import_that_is_cancelled_goes_no_further() {
        TenantContext tenant = importing.tenant();
        UUID lease = Uuid7.next();
        ProductImport job = importing.begin(tenant, Importing.bytes(ManyProducts.file(450)), lease);

        importing.goOn(tenant, job, lease, () -> {
            assertThat((boolean) tenant.transact(Importing.GRANT, tx -> imports.cancel(tx, job.id())))
                    .isTrue();
            return false;
        });

        ProductImport left = now(tenant, job);
        assertThat(left.status()).isEqualTo(ProductImportStatus.CANCELLED);
        assertThat(left.productsRead()).isEqualTo(200);
        assertThat((boolean) tenant.transact(Importing.GRANT, tx -> imports.cancel(tx, job.id())))
                .isFalse();
    }

    @Test
    void a_chunk_that_landed_gives_the_attempts_back() throws SQLException {
        TenantContext tenant = importing.tenant();
        ProductImport job = queue(tenant, ManyProducts.file(450));
        for (int i = 0; i < 2; i++) {
            tenant.transact(Importing.GRANT, tx -> imports.claim(tx, Uuid7.next(), Importing.LEASE));
            expire(job);
        }
        UUID lease = Uuid7.next();
        ProductImport third = tenant.transact(Importing.GRANT, tx -> imports.claim(tx, lease, Importing.LEASE))
                .orElseThrow();

        importing.goOn(tenant, third, lease, () -> {
            assertThat(imports.attempts(tenant, lease)).isZero();
            return true;
        });

        assertThat(now(tenant, job).status()).isEqualTo(ProductImportStatus.RUNNING);
    }

    private ProductImport queue(TenantContext tenant, String file) {
        return tenant.transact(Importing.GRANT, tx -> importing.queue(tx, Importing.bytes(file)));
    }

    private ProductImport now(TenantContext tenant, ProductImport job) {
        return imports.find(tenant, job.id()).orElseThrow();
    }

    /** Waits for the worker. */
    private Instant finished(TenantContext tenant, ProductImport job, ProductImportStatus status) {
        await().atMost(Duration.ofMinutes(2)).until(() -> now(tenant, job).finishedAt() != null);
        assertThat(now(tenant, job).status()).isEqualTo(status);
        return Objects.requireNonNull(now(tenant, job).finishedAt());
    }

    private List<Tenant.Id> waiting(TenantContext first, TenantContext second) {
        return platform
                .sql()
                .selectFrom(WAITING_TENANTS.call(Instant.now().plusSeconds(1), 1_000))
                .fetch(0, UUID.class)
                .stream()
                .map(Tenant.Id::new)
                .filter(tenant -> tenant.equals(first.id()) || tenant.equals(second.id()))
                .toList();
    }

    private static void expire(ProductImport job) throws SQLException {
        superuser(
                "update bulk.product_import set lease_until = now() - interval '1 second' where id = ?",
                job.id().value());
    }

    private static void superuser(String sql, UUID id) throws SQLException {
        try (var superuser = TestDatabase.superuser();
                var change = superuser.prepareStatement(sql)) {
            change.setObject(1, id);
            assertThat(change.executeUpdate()).isEqualTo(1);
        }
    }
}
