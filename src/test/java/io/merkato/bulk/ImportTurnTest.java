package io.merkato.bulk;

import static io.merkato.jooq.bulk.Tables.WAITING_TENANTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.TestDatabase;
import io.merkato.api.Uuid7;
import io.merkato.catalog.ProductSheets;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    void a_chunk_is_so_many_products_or_so_many_bytes() {
        TenantContext tenant = importing.tenant();
        UUID lease = Uuid7.next();
        String rows = IntStream.range(0, 200)
                .mapToObj(i -> "mug-%d,Mug,M-%d,%s\n".formatted(i, i, "x".repeat(50_000)))
                .collect(Collectors.joining());
        ProductImport job =
                importing.begin(tenant, Importing.bytes("Handle,Title,Variant SKU,Body (HTML)\n" + rows), lease);

        importing.goOn(tenant, job, lease, () -> true);

        assertThat(now(tenant, job).productsRead()).isEqualTo(81);
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

    @Test
    void the_imports_of_a_suspended_tenant_wait_until_it_is_resumed() throws SQLException {
        TenantContext suspended = importing.tenant();
        TenantContext other = importing.tenant();
        queue(suspended, ManyProducts.file(1));
        queue(other, ManyProducts.file(1));

        superuser(
                "update tenancy.tenant set status = 'SUSPENDED' where id = ?",
                suspended.id().value());
        assertThat(waiting(suspended, other)).containsExactly(other.id());

        superuser(
                "update tenancy.tenant set status = 'ACTIVE' where id = ?",
                suspended.id().value());
        assertThat(waiting(suspended, other)).containsExactly(suspended.id(), other.id());
    }

    @Test
    void an_import_whose_worker_is_only_slow_keeps_those_behind_it_waiting() throws SQLException {
        TenantContext tenant = importing.tenant();
        ProductImport slow = importing.begin(tenant, Importing.bytes(ManyProducts.file(1)), Uuid7.next());
        queue(tenant, ManyProducts.file(1));
        Importing.expire(slow);

        try (var worker = TestDatabase.superuser();
                var chunk = worker.createStatement()) {
            worker.setAutoCommit(false);
            chunk.execute(
                    "select from bulk.product_import where id = '" + slow.id().value() + "' for update");

            assertThat((Object)
                            tenant.transact(Importing.GRANT, tx -> imports.claim(tx, Uuid7.next(), Importing.LEASE)))
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

    private static void superuser(String sql, UUID id) throws SQLException {
        try (var superuser = TestDatabase.superuser();
                var change = superuser.prepareStatement(sql)) {
            change.setObject(1, id);
            assertThat(change.executeUpdate()).isEqualTo(1);
        }
    }
}
