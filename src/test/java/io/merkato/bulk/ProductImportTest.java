package io.merkato.bulk;

import static io.merkato.bulk.Importing.bytes;
import static io.merkato.bulk.Importing.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.merkato.LogLines;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.Uuid7;
import io.merkato.catalog.ProductSheet;
import io.merkato.catalog.ProductSheets;
import io.merkato.catalog.ProductStatus;
import io.merkato.catalog.SheetScope;
import io.merkato.catalog.StoredSheet;
import io.merkato.tenancy.TenantContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@MerkatoTest
class ProductImportTest {

    private static final SheetScope SCOPE = new SheetScope(Locale.ENGLISH, Importing.ETB);

    private static final String ANALYSED =
            "select analyze_count::text from pg_stat_user_tables where relid = 'catalog.product'::regclass";

    private final Importing importing;
    private final ProductImportRepository imports;
    private final ProductSheets sheets;

    ProductImportTest(Importing importing, ProductImportRepository imports, ProductSheets sheets) {
        this.importing = importing;
        this.imports = imports;
        this.sheets = sheets;
    }

    @Test
    void what_the_file_says_is_in_the_catalogue() {
        TenantContext tenant = importing.tenant();

        assertThat(counts(importing.carryOut(tenant, file("coffee.csv")))).isEqualTo("COMPLETED 3 = 3 + 0 + 0 + 0, 0");
        assertThat(all(tenant))
                .extracting(ProductSheet::handle)
                .containsExactly("cupping-course", "jebena", "yirgacheffe");
    }

    @Test
    void running_the_same_file_again_changes_nothing() {
        TenantContext tenant = importing.tenant();
        importing.carryOut(tenant, file("coffee.csv"));

        assertThat(counts(importing.carryOut(tenant, file("coffee.csv")))).isEqualTo("COMPLETED 3 = 0 + 0 + 3 + 0, 0");
    }

    @Test
    void products_with_failing_rows_are_left_out_while_the_others_land() {
        TenantContext tenant = importing.tenant();
        ProductImport done = importing.carryOut(tenant, bytes("""
                Handle,Title,Variant SKU,Variant Price
                mug,Mug,M-1,9.99
                pot,Pot,P-1,much
                cup,Cup,M-1,5
                mug,Mug again,M-2,5
                """));

        assertThat(counts(done)).isEqualTo("COMPLETED 4 = 1 + 0 + 0 + 3, 3");
        assertThat(importing.problems(tenant, done))
                .containsExactlyInAnyOrder(
                        new ProductImportProblem(
                                "mug",
                                5,
                                "Handle",
                                "The rows of one product stand together, and “mug” began on line 2."),
                        new ProductImportProblem(
                                "pot", 3, "Variant Price", "“much” is not a number such as 1250 or 12.50."),
                        new ProductImportProblem("cup", 4, "Variant SKU", "“M-1” is the SKU of “mug” already."));
        assertThat(all(tenant)).extracting(ProductSheet::handle).containsExactly("mug");
    }

    /** One row by its SKU, the other by its options, since its SKU is new. */
    @Test
    void two_rows_that_mean_one_variant_are_a_problem_of_their_product_alone() {
        TenantContext tenant = importing.tenant();
        String header = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\n";
        importing.carryOut(tenant, bytes(header + "pin,Pin,Size,S,A,10\npin,,,M,B,10\n"));

        ProductImport done =
                importing.carryOut(tenant, bytes(header + "pin,Pin,Size,S,B,12\npin,,,M,C,12\ncup,Cup,Size,S,C-1,5\n"));

        assertThat(counts(done)).isEqualTo("COMPLETED 2 = 1 + 0 + 0 + 1, 1");
        assertThat(importing.problems(tenant, done))
                .containsExactly(new ProductImportProblem(
                        "pin", 3, "Variant SKU", "The row means the variant “B”, and so does the one on line 2."));
    }

    @Test
    void texts_are_not_overwritten_by_those_of_another_language_while_all_else_is_taken() {
        TenantContext tenant = importing.tenant();
        importing.carryOut(tenant, bytes("Handle,Title,Body (HTML),SEO Title,Variant Price\nmug,Mug,Big,Mugs,10\n"));

        ProductImport french = importing.carryOut(
                tenant,
                bytes("Handle,Title,Body (HTML),SEO Title,Variant Price\nmug,Tasse,Grande,Mugs,12\npot,Pot,,,5\n"),
                Locale.FRENCH);

        String words = "The product's texts are in the language “en”, and the import is in “fr”.";
        assertThat(counts(french)).isEqualTo("COMPLETED 2 = 1 + 0 + 0 + 1, 2");
        assertThat(importing.problems(tenant, french))
                .containsExactly(
                        new ProductImportProblem("mug", 2, "Title", words),
                        new ProductImportProblem("mug", 2, "Body (HTML)", words));
        assertThat(counts(importing.carryOut(
                        tenant, bytes("Handle,Title,Variant Price\nmug,Mug,12\npot,Pot,6\n"), Locale.FRENCH)))
                .isEqualTo("COMPLETED 2 = 0 + 2 + 0 + 0, 0");
        assertThat(all(tenant)).extracting(ProductSheet::title).containsExactly("Mug", "Pot");
    }

    /** Spaces about a text do not stand in a file. */
    @Test
    void texts_that_are_blank_or_have_spaces_about_them_are_the_same_in_a_file_of_another_language()
            throws SQLException {
        TenantContext tenant = importing.tenant();
        importing.carryOut(tenant, bytes("Handle,Title,Variant Price\nmug,Mug,10\npot,Pot,10\n"));
        superuser("""
                update catalog.product set description = '', seo_title = 'Mugs ', seo_description = ' '
                where tenant_id = '%s' and slug = 'mug' returning slug""".formatted(tenant.id().value()));
        superuser("""
                update catalog.product set description = ' <p>Big</p> ', seo_description = ' Pots'
                where tenant_id = '%s' and slug = 'pot' returning slug""".formatted(tenant.id().value()));

        ProductImport french = importing.carryOut(
                tenant,
                bytes("Handle,Title,Body (HTML),SEO Title,SEO Description,Variant Price\nmug,Mug,,Mugs,,10\n"
                        + "pot,Pot,<p>Big</p>,,Pots,12\n"),
                Locale.FRENCH);

        assertThat(importing.problems(tenant, french)).isEmpty();
        assertThat(counts(french)).isEqualTo("COMPLETED 2 = 0 + 1 + 1 + 0, 0");
    }

    @Test
    void what_others_make_of_a_product_meanwhile_stays_where_the_file_says_nothing_of_it() throws Exception {
        TenantContext tenant = importing.tenant();
        importing.carryOut(tenant, bytes("""
                Handle,Title,Variant SKU,Variant Price,Status
                mug,Mug,M-1,9.99,active
                pot,Pot,P-1,9.99,active
                cup,Cup,C-1,9.99,active
                """));

        ProductImport done = meanwhile("""
                update catalog.product set status = 'ARCHIVED', name = 'Old mug', version = version + 1 where tenant_id = '%1$s' and slug = 'mug';
                update catalog.product set deleted_at = now(), version = version + 1 where tenant_id = '%1$s' and slug = 'pot'
                """.formatted(tenant.id().value()), tenant, bytes("""
                Handle,Variant SKU,Variant Price
                cup,C-1,7
                mug,M-1,7
                pot,P-2,7
                """));

        assertThat(all(tenant))
                .extracting(ProductSheet::handle, ProductSheet::title, ProductSheet::status)
                .containsExactly(
                        tuple("cup", "Cup", ProductStatus.ACTIVE), tuple("mug", "Old mug", ProductStatus.ARCHIVED));
        assertThat(counts(done)).isEqualTo("COMPLETED 3 = 0 + 2 + 0 + 1, 1");
        assertThat(importing.problems(tenant, done))
                .containsExactly(new ProductImportProblem("pot", 4, "Title", "A product needs a title."));
        assertThat(superuser("""
                        select string_agg(v.sku, ' ' order by v.sku) from catalog.variant v
                        where v.tenant_id = '%s' and v.deleted_at is null""".formatted(tenant.id().value()))).isEqualTo("C-1 M-1");
    }

    /** An import that comes to what somebody else is just changing. */
    private ProductImport meanwhile(String change, TenantContext tenant, byte[] file) throws Exception {
        try (Connection other = TestDatabase.superuser();
                Statement someoneElse = other.createStatement();
                ExecutorService importer = Executors.newSingleThreadExecutor()) {
            other.setAutoCommit(false);
            someoneElse.execute(change);
            Future<ProductImport> running = importer.submit(() -> importing.carryOut(tenant, file));
            while (!TestDatabase.isWaitedFor(other) && !running.isDone()) {
                Thread.onSpinWait();
            }
            other.commit();
            return running.get();
        }
    }

    /** The file's owner reads why of each product; whoever reads the log has nothing to do about it. */
    @Test
    void what_the_catalogue_refuses_is_told_in_the_problems_and_not_in_the_log() {
        TenantContext tenant = importing.tenant();
        String grows = "<".repeat(60_000);

        try (var log = new LogLines(ProductImportRun.class)) {
            ProductImport done = importing.carryOut(
                    tenant,
                    bytes("Handle,Title,Body (HTML),Variant SKU\nmug,Mug," + grows + ",M-1\npot,Pot," + grows
                            + ",P-1\n"));

            assertThat(importing.problems(tenant, done))
                    .containsExactly(
                            new ProductImportProblem("mug", 2, null, "A description has at most 65535 characters."),
                            new ProductImportProblem("pot", 3, null, "A description has at most 65535 characters."));
            assertThat(log.all()).isEmpty();
        }
    }

    @Test
    void what_stands_before_a_row_that_cannot_be_read_lands_and_the_product_that_the_row_may_belong_to_is_named() {
        TenantContext tenant = importing.tenant();
        UUID lease = Uuid7.next();
        ProductImport job = importing.begin(tenant, bytes("""
                Handle,Title,Variant SKU
                mug,Mug,M-1
                pot,Pot,P-1
                cup,Cup,C-1
                tea,"Tea,T-1
                """), lease);

        importing.goOn(tenant, job, lease, () -> false);

        ProductImport done = imports.find(tenant, job.id()).orElseThrow();
        assertThat(done.status()).isEqualTo(ProductImportStatus.FAILED);
        assertThat(done.message())
                .contains("line 5")
                .endsWith(" “cup”, before that row, was left out too: the row may be its own.");
        assertThat(done.productsRead()).isEqualTo(2);
        assertThat(all(tenant)).extracting(ProductSheet::handle).containsExactly("mug", "pot");
    }

    @Test
    void problems_are_told_for_90_days_after_the_end_and_counted_for_ever() throws SQLException {
        TenantContext tenant = importing.tenant();
        ProductImport old = importing.carryOut(tenant, bytes("Handle,Title\nmug,\n"));
        ProductImport recent = importing.carryOut(tenant, bytes("Handle,Title\nmug,\n"));
        for (var each : Map.of(old, 91, recent, 89).entrySet()) {
            superuser(
                    "update bulk.product_import set finished_at = now() - interval '%d days' where id = '%s' returning status"
                            .formatted(each.getValue(), each.getKey().id().value()));
        }

        new ProblemUpkeep(imports).tidy(tenant);

        assertThat(importing.problems(tenant, old)).isEmpty();
        assertThat(importing.problems(tenant, recent)).hasSize(1);
        assertThat(imports.find(tenant, old.id()).orElseThrow().problems()).isEqualTo(1);
    }

    @Test
    void its_end_and_what_came_of_it_stand_in_the_audit_log() throws SQLException {
        TenantContext tenant = importing.tenant();
        ProductImport done = importing.carryOut(tenant, file("coffee.csv"));

        assertThat(superuser("""
                        select concat_ws(' ', action, actor_kind, actor_name, target_id, before ->> 'status', after ->> 'status', after ->> 'productsCreated')
                        from platform.audit_entry where tenant_id = '%s'
                        """.formatted(tenant.id().value())))
                .isEqualTo("productImportRun SYSTEM product import " + done.id() + " RUNNING COMPLETED 3");
    }

    @Test
    void of_a_first_import_the_planner_hears_while_it_goes_on_and_of_one_that_adds_little_it_does_not()
            throws SQLException {
        superuser("update pg_class set reltuples = 0 where oid = 'catalog.product'::regclass returning relname");

        importing.carryOut(importing.tenant(), file("coffee.csv"));

        String analysed = superuser(ANALYSED);
        assertThat(superuser("select (reltuples >= 3)::text from pg_class where oid = 'catalog.product'::regclass"))
                .isEqualTo("true");
        superuser("update pg_class set reltuples = 1000000 where oid = 'catalog.product'::regclass returning relname");
        importing.carryOut(importing.tenant(), file("coffee.csv"));
        assertThat(superuser(ANALYSED)).isEqualTo(analysed);
        superuser("select catalog.refresh_statistics(null)::text");
    }

    private static String superuser(String sql) throws SQLException {
        try (var superuser = TestDatabase.superuser();
                var statement = superuser.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).as(sql).isTrue();
            String only = rows.getString(1);
            assertThat(rows.next()).as(sql).isFalse();
            return only;
        }
    }

    private List<ProductSheet> all(TenantContext tenant) {
        return sheets.page(tenant, SCOPE, "", 1000).stream()
                .map(StoredSheet::sheet)
                .toList();
    }

    private static String counts(ProductImport done) {
        return "%s %d = %d + %d + %d + %d, %d"
                .formatted(
                        done.message() == null ? done.status() : done.status() + " " + done.message(),
                        done.productsRead(),
                        done.productsCreated(),
                        done.productsUpdated(),
                        done.productsUnchanged(),
                        done.productsFailed(),
                        done.problems());
    }
}
