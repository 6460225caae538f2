package io.merkato.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.Uuid7;
import io.merkato.identity.BuiltInRole;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** What waits for a chunk of an import, or drops large files, may take longer than other requests. The application's own worker stands still meanwhile. */
@MerkatoTest
class BulkPatienceTest {

    private final Importing importing;
    private final UploadRepository repository;
    private final ProductImportWorker applications;
    private final Merchants.Merchant merchant;
    private final Client owner;

    BulkPatienceTest(
            Importing importing, UploadRepository repository, ProductImportWorker applications, Merchants merchants) {
        this.importing = importing;
        this.repository = repository;
        this.applications = applications;
        this.merchant = merchants.open();
        this.owner = merchants.staff(merchant, BuiltInRole.OWNER);
    }

    @BeforeEach
    void tellPatience() throws SQLException {
        applications.stop();
        superuser("""
                create table public.patience (told text);
                create function public.tell_patience() returns trigger language plpgsql security definer as $$
                begin
                    insert into public.patience values (new.status || ' ' || current_setting('statement_timeout'));
                    return null;
                end
                $$;
                create trigger tell_patience after update on bulk.product_import
                    for each row when (new.tenant_id = '$T' and new.finished_at is not null) execute function public.tell_patience();
                create function public.tell_drop() returns trigger language plpgsql security definer as $$
                begin
                    insert into public.patience select format('%s dropped %s', count(*), current_setting('statement_timeout')) from gone where tenant_id = '$T' having count(*) > 0;
                    return null;
                end
                $$;
                create trigger tell_drop after delete on bulk.upload referencing old table as gone
                    for each statement execute function public.tell_drop();
                """.replace("$T", merchant.tenant().id().value().toString()));
    }

    @AfterEach
    void tellNoMore() throws SQLException {
        superuser(
                "drop function public.tell_patience() cascade; drop function public.tell_drop() cascade; drop table public.patience");
        applications.start();
    }

    @Test
    void the_end_of_an_import_waits_for_its_chunk() throws SQLException {
        UUID lease = Uuid7.next();
        ProductImport job = importing.begin(merchant.tenant(), Importing.bytes(ManyProducts.file(1)), lease);

        importing.goOn(merchant.tenant(), job, lease, () -> false);

        assertThat(told()).isEqualTo("COMPLETED 1min");
    }

    @Test
    void who_cancels_an_import_waits_for_its_chunk() throws SQLException {
        ProductImport job = importing.begin(merchant.tenant(), Importing.bytes(ManyProducts.file(1)), Uuid7.next());

        owner.data(
                "mutation ($id: ID!) { productImportCancel(id: $id) { userErrors { code } } }",
                Map.of("id", job.id().text()));

        assertThat(told()).isEqualTo("CANCELLED 1min");
    }

    @Test
    void what_the_last_chunk_did_is_counted_and_not_logged_as_who_cancels_does_it() throws Exception {
        String id = importing
                .begin(merchant.tenant(), Importing.bytes(ManyProducts.file(1)), Uuid7.next())
                .id()
                .text();
        try (Connection chunk = TestDatabase.superuser();
                Statement sql = chunk.createStatement()) {
            chunk.setAutoCommit(false);
            sql.execute("update bulk.product_import set products_read = 1, products_created = 1 where tenant_id = '%s'"
                    .formatted(merchant.tenant().id().value()));
            var cancelled = CompletableFuture.supplyAsync(() -> owner.data(
                    "mutation ($id: ID!) { productImportCancel(id: $id) { productImport { status productsRead productsCreated } } }",
                    Map.of("id", id)));
            TestDatabase.awaitWaiting(chunk, 1, cancelled);
            chunk.commit();

            assertThat(cancelled.get().at("/productImportCancel/productImport").toString())
                    .isEqualTo("{\"status\":\"CANCELLED\",\"productsRead\":1,\"productsCreated\":1}");
            try (ResultSet logged = sql.executeQuery("""
                    select concat_ws(' ', before ->> 'status', before ->> 'productsRead', after ->> 'status', after ->> 'productsRead')
                    from platform.audit_entry where action = 'productImportCancel' and target_id = '%s'
                    """.formatted(id))) {
                logged.next();
                assertThat(logged.getString(1)).isEqualTo("RUNNING CANCELLED");
            }
        }
    }

    @Test
    void files_are_dropped_some_at_a_time() throws SQLException {
        for (int i = 0; i < 7; i++) {
            owner.post("/uploads", "text/csv", "Handle,Title\nmug,Mug\n");
        }

        new Uploads(
                        repository,
                        new BulkProperties(
                                DataSize.ofMegabytes(1),
                                Importing.LEASE,
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(20),
                                DataSize.ofMegabytes(1),
                                20,
                                Duration.ZERO,
                                Duration.ZERO))
                .tidy(merchant.tenant());

        assertThat(told()).isEqualTo("2 dropped 1min, 5 dropped 1min");
        assertThat(repository.kept(merchant.tenant())).isEqualTo(new UploadRepository.Kept(0, 0));
    }

    private static String told() throws SQLException {
        try (Connection superuser = TestDatabase.superuser();
                Statement sql = superuser.createStatement();
                ResultSet told =
                        sql.executeQuery("select string_agg(p.told, ', ' order by p.told) from public.patience p")) {
            told.next();
            return told.getString(1);
        }
    }

    private static void superuser(String statements) throws SQLException {
        try (Connection superuser = TestDatabase.superuser();
                Statement sql = superuser.createStatement()) {
            sql.execute(statements);
        }
    }
}
