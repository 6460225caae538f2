package io.merkato.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.api.Uuid7;
import io.merkato.tenancy.TenantContext;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** One worker carries out the imports of all tenants. */
@MerkatoTest
class ImportTurnTest {

    private final Importing importing;
    private final ProductImportRepository imports;

    ImportTurnTest(Importing importing, ProductImportRepository imports) {
        this.importing = importing;
        this.imports = imports;
    }

    @Test
    void an_import_leaves_its_worker_to_others_between_two_chunks() {
        TenantContext tenant = importing.tenant();
        UUID lease = Uuid7.next();
        ProductImport job = importing.begin(tenant, Importing.bytes(ManyProducts.file(450)), lease);

        importing.goOn(tenant, job, lease, () -> true);

        ProductImport left = imports.find(tenant, job.id()).orElseThrow();
        assertThat(left.productsRead()).isEqualTo(200);
        assertThat(left.finishedAt()).isNull();
    }

    @Test
    void one_that_brings_the_server_to_its_limits_fails_and_is_not_begun_again() {
        TenantContext tenant = importing.tenant();
        UUID lease = Uuid7.next();
        ProductImport job = importing.begin(tenant, Importing.bytes(ManyProducts.file(450)), lease);

        importing.goOn(tenant, job, lease, () -> {
            throw new StackOverflowError();
        });

        assertThat(imports.find(tenant, job.id()).orElseThrow().status()).isEqualTo(ProductImportStatus.FAILED);
    }
}
