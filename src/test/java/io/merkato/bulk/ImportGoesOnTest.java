package io.merkato.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.api.Fault;
import io.merkato.api.Uuid7;
import io.merkato.tenancy.TenantContext;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An import goes on where it stopped, whatever stopped it. The application's own worker stands still meanwhile. */
@MerkatoTest
class ImportGoesOnTest {

    private final Importing importing;
    private final ProductImportRepository imports;
    private final ProductImportWorker applications;
    private final Statements statements;

    ImportGoesOnTest(
            Importing importing,
            ProductImportRepository imports,
            ProductImportWorker applications,
            Statements statements) {
        this.importing = importing;
        this.imports = imports;
        this.applications = applications;
        this.statements = statements;
    }

    @BeforeEach
    void hold() {
        applications.stop();
    }

    @AfterEach
    void letGo() {
        applications.start();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void an_import_that_its_worker_did_not_survive_three_times_fails(int deaths) throws SQLException {
        TenantContext tenant = importing.tenant();
        ProductImport job = queue(tenant, ManyProducts.file(1));
        for (int i = 0; i < deaths; i++) {
            tenant.transact(Importing.GRANT, tx -> imports.claim(tx, Uuid7.next(), Importing.LEASE));
            Importing.expire(job);
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

        Importing.expire(job);
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
        Importing.expire(job);
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
                Arguments.of(
                        "\"bulk\".\"upload_part\"", Fault.throttled("Too much at once.", "CONNECTIONS_AT_ONCE", 1)),
                Arguments.of("\"bulk\".\"upload_part\"", sqlState("57014")),
                Arguments.of(
                        "\"catalog\".\"attribute\"",
                        new DataAccessException("", new SQLTransientConnectionException())),
                Arguments.of("insert into \"catalog\".\"product\"", sqlState("08006")),
                Arguments.of("insert into \"catalog\".\"product\"", sqlState("57P01")),
                Arguments.of("insert into \"catalog\".\"product\"", sqlState("25006")),
                Arguments.of("insert into \"catalog\".\"product\"", sqlState("55P03")));
    }

    private static DataAccessException sqlState(String state) {
        return new DataAccessException("", new SQLException("", state));
    }

    @Test
    void a_chunk_that_landed_gives_the_attempts_back() throws SQLException {
        TenantContext tenant = importing.tenant();
        ProductImport job = queue(tenant, ManyProducts.file(450));
        for (int i = 0; i < 2; i++) {
            tenant.transact(Importing.GRANT, tx -> imports.claim(tx, Uuid7.next(), Importing.LEASE));
            Importing.expire(job);
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
}
