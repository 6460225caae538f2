package io.merkato.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.TestDatabase;
import io.merkato.api.ConstraintRefusals;
import io.merkato.api.Grant;
import io.merkato.api.PageArgs;
import io.merkato.api.Permission;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.catalog.ProductSheets;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Carries imports out in the test's own thread, under a lease that no worker of the application has. */
@Lazy
@Component
class Importing {

    static final Duration LEASE = Duration.ofMinutes(5);
    static final Grant GRANT = Viewer.system("test").may(Permission.CATALOG_WRITE);
    static final Currency ETB = Currency.getInstance("ETB");

    private final TenantContexts tenants;
    private final UploadRepository uploads;
    private final ProductImportRepository imports;
    private final ProductSheets sheets;
    private final List<ConstraintRefusals> words;

    Importing(
            TenantContexts tenants,
            UploadRepository uploads,
            ProductImportRepository imports,
            ProductSheets sheets,
            List<ConstraintRefusals> words) {
        this.words = words;
        this.tenants = tenants;
        this.uploads = uploads;
        this.imports = imports;
        this.sheets = sheets;
    }

    TenantContext tenant() {
        var id = new Tenant.Id(Uuid7.next());
        try (Connection superuser = TestDatabase.superuser();
                PreparedStatement insert = superuser.prepareStatement("""
                        insert into tenancy.tenant (id, slug, name, locale, currency, time_zone, country, status)
                        values (?, ?, 'Imports', 'en', 'ETB', 'Africa/Addis_Ababa', 'ET', 'ACTIVE')
                        """)) {
            insert.setObject(1, id.value());
            insert.setString(2, "b" + id.value().toString().substring(0, 30));
            insert.execute();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return tenants.of(id);
    }

    static byte[] file(String name) {
        try {
            return Files.readAllBytes(Path.of("src/test/resources/import", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The import of a file from its beginning to its end. */
    ProductImport carryOut(TenantContext tenant, byte[] file) {
        return carryOut(tenant, file, Locale.ENGLISH);
    }

    ProductImport carryOut(TenantContext tenant, byte[] file, Locale locale) {
        UUID lease = Uuid7.next();
        ProductImport job = begin(tenant, file, lease, locale);
        goOn(tenant, job, lease, () -> false);
        ProductImport done = imports.find(tenant, job.id()).orElseThrow();
        assertThat(done.message()).isNull();
        return done;
    }

    /** An import that is claimed under the lease, and not worked on. */
    ProductImport begin(TenantContext tenant, byte[] file, UUID lease) {
        return begin(tenant, file, lease, Locale.ENGLISH);
    }

    private ProductImport begin(TenantContext tenant, byte[] file, UUID lease, Locale locale) {
        return tenant.transact(GRANT, tx -> {
            queue(tx, file, locale);
            return imports.claim(tx, lease, LEASE).orElseThrow();
        });
    }

    /** An import that waits for a worker. */
    ProductImport queue(TenantContext tx, byte[] file) {
        return queue(tx, file, Locale.ENGLISH);
    }

    private ProductImport queue(TenantContext tx, byte[] file, Locale locale) {
        var upload = new Upload(new Upload.Id(Uuid7.next()), "products.csv", file.length, Instant.now());
        var fresh = new ProductImport(
                new ProductImport.Id(Uuid7.next()),
                upload.id(),
                upload.fileName(),
                upload.bytes(),
                locale,
                ETB,
                ProductImportStatus.QUEUED,
                null,
                List.of(),
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                "test",
                Instant.now(),
                null,
                null);
        uploads.insert(tx, upload, new ByteArrayInputStream(file));
        imports.insert(tx, fresh);
        return fresh;
    }

    void goOn(TenantContext tenant, ProductImport job, UUID lease, BooleanSupplier stopping) {
        var refusals = new HashMap<String, String>();
        words.forEach(module ->
                module.byConstraint().forEach((constraint, error) -> refusals.put(constraint, error.message())));
        new ProductImportRun(tenant, imports, uploads, sheets, job, lease, LEASE, refusals).carryOut(stopping);
    }

    /** As where its worker is no more. */
    static void expire(ProductImport job) throws SQLException {
        try (var superuser = TestDatabase.superuser();
                var expire = superuser.prepareStatement(
                        "update bulk.product_import set lease_until = now() - interval '1 second' where id = ?")) {
            expire.setObject(1, job.id().value());
            assertThat(expire.executeUpdate()).isEqualTo(1);
        }
    }

    List<ProductImportProblem> problems(TenantContext tenant, ProductImport job) {
        return Objects.requireNonNull(imports.problemsOf(tenant, List.of(job.id()), new PageArgs(100, null, null, null))
                        .get(job.id()))
                .nodes();
    }
}
