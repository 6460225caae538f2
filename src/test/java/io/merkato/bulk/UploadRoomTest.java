package io.merkato.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.Refused;
import io.merkato.api.Uuid7;
import io.merkato.identity.BuiltInRole;
import io.merkato.tenancy.TenantContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;

/** How much room the files of one tenant take, and how long. */
@MerkatoTest
class UploadRoomTest {

    private final Importing importing;
    private final UploadRepository repository;
    private final ProductImportRepository imports;
    private final Merchants merchants;

    UploadRoomTest(
            Importing importing, UploadRepository repository, ProductImportRepository imports, Merchants merchants) {
        this.merchants = merchants;
        this.importing = importing;
        this.repository = repository;
        this.imports = imports;
    }

    @Test
    void files_that_wait_have_a_bound_together() {
        TenantContext tenant = importing.tenant();
        Uploads uploads = uploads(Duration.ofDays(1), Duration.ofDays(7));

        receive(uploads, tenant, 600);
        assertThatThrownBy(() -> receive(uploads, tenant, 500))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.errors())
                                .hasToString(
                                        "[Refusal[code=NOT_ALLOWED, message=Files that wait to be imported may have 0 MB together; import them, or wait until they are dropped., path=[file]]]"));
        receive(uploads, tenant, 400);

        assertThat(repository.kept(tenant)).isEqualTo(new UploadRepository.Kept(1_000, 2));
    }

    @Test
    void there_are_no_more_than_a_thousand_of_them_however_small() throws SQLException {
        TenantContext tenant = importing.tenant();
        Uploads uploads = uploads(Duration.ofDays(1), Duration.ofDays(7));
        UUID lease = Uuid7.next();
        importing.begin(tenant, new byte[1], lease);
        try (var superuser = TestDatabase.superuser();
                var insert = superuser.createStatement()) {
            insert.execute(
                    "insert into bulk.upload (tenant_id, id, file_name, bytes) select '%s', gen_random_uuid(), 'x.csv', 0 from generate_series(1, 999)"
                            .formatted(tenant.id().value()));
        }
        assertThatThrownBy(() -> receive(uploads, tenant, 1))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.errors())
                                .hasToString(
                                        "[Refusal[code=NOT_ALLOWED, message=No more than 1000 files wait to be imported; import them, or wait until they are dropped., path=[file]]]"));

        tenant.transact(Importing.GRANT, tx -> imports.finish(tx, lease, ProductImportStatus.COMPLETED, null));
        receive(uploads, tenant, 1);

        assertThat(repository.kept(tenant)).isEqualTo(new UploadRepository.Kept(1, 1_000));
    }

    @Test
    void finished_ones_give_way() {
        TenantContext tenant = importing.tenant();
        Uploads uploads = uploads(Duration.ofDays(1), Duration.ofDays(7));
        UUID lease = Uuid7.next();
        ProductImport job = importing.begin(tenant, new byte[900], lease);
        assertThatThrownBy(() -> receive(uploads, tenant, 500)).isInstanceOf(Refused.class);

        tenant.transact(Importing.GRANT, tx -> imports.finish(tx, lease, ProductImportStatus.COMPLETED, null));
        receive(uploads, tenant, 500);

        assertThat(repository.kept(tenant).bytes()).isEqualTo(500);
        assertThat(imports.find(tenant, job.id()).orElseThrow().uploadId()).isNull();
    }

    @Test
    void what_nobody_imports_goes_before_what_was_imported() {
        TenantContext tenant = importing.tenant();
        UUID lease = Uuid7.next();
        importing.begin(tenant, new byte[30], lease);
        receive(uploads(Duration.ofDays(1), Duration.ofDays(7)), tenant, 50);

        uploads(Duration.ZERO, Duration.ZERO).tidy(tenant);
        assertThat(repository.kept(tenant).bytes()).isEqualTo(30);

        tenant.transact(Importing.GRANT, tx -> imports.finish(tx, lease, ProductImportStatus.COMPLETED, null));
        uploads(Duration.ZERO, Duration.ofDays(7)).tidy(tenant);
        assertThat(repository.kept(tenant).bytes()).isEqualTo(30);
        uploads(Duration.ZERO, Duration.ZERO).tidy(tenant);
        assertThat(repository.kept(tenant).bytes()).isZero();
    }

    /** Where the process ends just then, nobody else would take it away. */
    @Test
    void a_file_that_is_being_sent_has_no_name_on_this_machines_disk() {
        TenantContext tenant = importing.tenant();
        byte[] begun = ("Handle,Title\nmug," + tenant.id() + "\n").getBytes(UTF_8);
        var named = new ArrayList<Path>();
        var rest = new InputStream() {
            @Override
            public int read() throws IOException {
                try (var spools =
                        Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), "merkato-upload*")) {
                    for (Path spool : spools) {
                        if (Arrays.equals(bytes(spool), begun)) {
                            named.add(spool);
                        }
                    }
                }
                return -1;
            }
        };

        uploads(Duration.ofDays(1), Duration.ofDays(7))
                .receive(
                        tenant,
                        Importing.GRANT,
                        () -> new Uploads.Sent(
                                "mugs.csv", new SequenceInputStream(new ByteArrayInputStream(begun), rest)));

        assertThat(named).isEmpty();
        assertThat(repository.kept(tenant)).isEqualTo(new UploadRepository.Kept(begun.length, 1));
    }

    @Test
    void imports_that_wait_are_counted() {
        TenantContext tenant = importing.tenant();
        importing.begin(tenant, new byte[30], Uuid7.next());

        int waiting = tenant.transact(Importing.GRANT, imports::lockWaiting);
        assertThat(waiting).isEqualTo(1);
    }

    @Test
    void a_file_that_is_dropped_just_now_is_none_that_an_import_can_begin_with() throws Exception {
        Merchants.Merchant merchant = merchants.open();
        Client owner = merchants.staff(merchant, BuiltInRole.OWNER);
        Upload upload = receive(uploads(Duration.ofDays(1), Duration.ofDays(7)), merchant.tenant(), 30);
        try (var upkeep = TestDatabase.superuser();
                var drop = upkeep.createStatement();
                var staff = Executors.newSingleThreadExecutor()) {
            upkeep.setAutoCommit(false);
            drop.execute("delete from bulk.upload where id = '" + upload.id().value() + "'");

            Future<JsonNode> begun = staff.submit(() -> owner.data(
                    "mutation ($id: ID!) { productImportStart(input: {uploadId: $id}) { productImport { id } userErrors { code path } } }",
                    Map.of("id", upload.id().text())));
            TestDatabase.awaitWaiting(upkeep, 1, begun);
            upkeep.commit();

            assertThat(begun.get().get("productImportStart").toString())
                    .isEqualTo(
                            "{\"productImport\":null,\"userErrors\":[{\"code\":\"NOT_FOUND\",\"path\":[\"input\",\"uploadId\"]}]}");
        }
    }

    @Test
    void a_file_that_an_import_begins_with_just_now_is_not_dropped() throws Exception {
        TenantContext tenant = importing.tenant();
        Upload upload = receive(uploads(Duration.ofDays(1), Duration.ofDays(7)), tenant, 30);
        try (var staff = TestDatabase.superuser();
                var start = staff.createStatement();
                var night = Executors.newSingleThreadExecutor()) {
            staff.setAutoCommit(false);
            start.execute("""
                    insert into bulk.product_import (tenant_id, id, upload_id, file_name, bytes, locale, currency, started_by)
                    select tenant_id, gen_random_uuid(), id, file_name, bytes, 'en', 'ETB', 'test' from bulk.upload where id = '%s'
                    """.formatted(upload.id().value()));

            Future<?> upkeep =
                    night.submit(() -> uploads(Duration.ZERO, Duration.ZERO).tidy(tenant));
            TestDatabase.awaitWaiting(staff, 1, upkeep);
            staff.commit();
            upkeep.get();
        }

        assertThat(repository.kept(tenant)).isEqualTo(new UploadRepository.Kept(30, 1));
    }

    private static byte[] bytes(Path spool) throws IOException {
        try {
            return Files.readAllBytes(spool);
        } catch (NoSuchFileException e) {
            return new byte[0]; // another's, and gone
        }
    }

    private Uploads uploads(Duration keepUnused, Duration keepImported) {
        return new Uploads(
                repository,
                new BulkProperties(
                        DataSize.ofMegabytes(1),
                        Importing.LEASE,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        DataSize.ofBytes(1_000),
                        20,
                        keepUnused,
                        keepImported));
    }

    private static Upload receive(Uploads uploads, TenantContext tenant, int bytes) {
        return uploads.receive(
                tenant,
                Importing.GRANT,
                () -> new Uploads.Sent("products.csv", new ByteArrayInputStream(new byte[bytes])));
    }
}
