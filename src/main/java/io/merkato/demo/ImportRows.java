package io.merkato.demo;

import static io.merkato.jooq.bulk.Tables.PRODUCT_IMPORT;
import static io.merkato.jooq.bulk.Tables.PRODUCT_IMPORT_PROBLEM;

import io.merkato.tenancy.TenantContext;

final class ImportRows {

    private ImportRows() {}

    static void write(TenantContext tenant, DemoShop demo) {
        DemoIds ids = demo.ids();
        var imports = new Rows(PRODUCT_IMPORT);
        var problems = new Rows(PRODUCT_IMPORT_PROBLEM);
        for (Shop.Import done : demo.shop().importsDone()) {
            imports.next()
                    .set(PRODUCT_IMPORT.ID, ids.of("product_import", done.file()))
                    .set(PRODUCT_IMPORT.FILE_NAME, done.file())
                    .set(PRODUCT_IMPORT.BYTES, done.bytes())
                    .set(PRODUCT_IMPORT.BYTES_READ, done.bytes())
                    .set(PRODUCT_IMPORT.LOCALE, demo.shop().locale().toLanguageTag())
                    .set(PRODUCT_IMPORT.CURRENCY, demo.shop().currency().getCurrencyCode())
                    .set(PRODUCT_IMPORT.STATUS, "COMPLETED")
                    .set(PRODUCT_IMPORT.PRODUCTS_READ, done.read())
                    .set(PRODUCT_IMPORT.PRODUCTS_CREATED, done.created())
                    .set(PRODUCT_IMPORT.PRODUCTS_UPDATED, done.updated())
                    .set(
                            PRODUCT_IMPORT.PRODUCTS_UNCHANGED,
                            done.read()
                                    - done.created()
                                    - done.updated()
                                    - done.problems().size())
                    .set(PRODUCT_IMPORT.PRODUCTS_FAILED, done.problems().size())
                    .set(PRODUCT_IMPORT.PROBLEMS, done.problems().size())
                    .set(PRODUCT_IMPORT.STARTED_BY, done.by())
                    .set(PRODUCT_IMPORT.CREATED_AT, done.at())
                    .set(PRODUCT_IMPORT.STARTED_AT, done.at())
                    .set(PRODUCT_IMPORT.FINISHED_AT, done.at().plusSeconds(2))
                    .set(PRODUCT_IMPORT.ATTEMPTS, 1);
            for (int i = 0; i < done.problems().size(); i++) {
                Shop.Import.Problem problem = done.problems().get(i);
                problems.next()
                        .set(PRODUCT_IMPORT_PROBLEM.PRODUCT_IMPORT_ID, ids.of("product_import", done.file()))
                        .set(PRODUCT_IMPORT_PROBLEM.POSITION, i)
                        .set(PRODUCT_IMPORT_PROBLEM.HANDLE, problem.handle())
                        .set(PRODUCT_IMPORT_PROBLEM.LINE, problem.line())
                        .set(PRODUCT_IMPORT_PROBLEM.COLUMN_TITLE, problem.column())
                        .set(PRODUCT_IMPORT_PROBLEM.MESSAGE, problem.message());
            }
        }
        imports.insert(tenant);
        problems.insert(tenant);
    }
}
