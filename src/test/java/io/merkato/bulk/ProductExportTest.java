package io.merkato.bulk;

import static io.merkato.bulk.Importing.bytes;
import static io.merkato.bulk.Importing.file;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.catalog.SheetScope;
import io.merkato.tenancy.TenantContext;
import java.io.StringWriter;
import java.util.Locale;
import org.junit.jupiter.api.Test;

@MerkatoTest
class ProductExportTest {

    private final Importing importing;
    private final ProductExport export;

    ProductExportTest(Importing importing, ProductExport export) {
        this.importing = importing;
        this.export = export;
    }

    @Test
    void what_was_imported_comes_out_in_the_order_of_handles() {
        TenantContext tenant = importing.tenant();
        importing.carryOut(tenant, file("coffee.csv"));

        assertThat(exported(tenant, true)).isEqualTo(new String(file("coffee-exported.csv"), UTF_8));
    }

    @Test
    void an_export_imports_to_the_same_catalogue_and_exports_to_the_same_bytes() {
        TenantContext tenant = importing.tenant();
        importing.carryOut(tenant, file("coffee.csv"));
        importing.carryOut(tenant, bytes(ManyProducts.file(450)));
        importing.carryOut(tenant, file("attributes.csv"));
        String first = exported(tenant, true);
        TenantContext other = importing.tenant();

        ProductImport again = importing.carryOut(other, bytes(first));

        assertThat(importing.problems(other, again)).isEmpty();
        assertThat(again.productsCreated()).isEqualTo(3 + 450 + 2);
        assertThat(exported(other, true)).isEqualTo(first);
    }

    @Test
    void an_export_taken_in_where_it_came_from_changes_nothing() {
        TenantContext tenant = importing.tenant();
        importing.carryOut(tenant, file("coffee.csv"));
        importing.carryOut(tenant, file("attributes.csv"));

        ProductImport again = importing.carryOut(tenant, bytes(exported(tenant, true)));

        assertThat(again.productsUnchanged()).isEqualTo(5);
        assertThat(again.productsUpdated()).isZero();
    }

    @Test
    void without_the_right_to_see_costs_they_are_neither_told_nor_wiped_out_by_the_way_back() {
        TenantContext tenant = importing.tenant();
        importing.carryOut(tenant, file("coffee.csv"));
        String before = exported(tenant, true);

        importing.carryOut(tenant, bytes(exported(tenant, false).replace("Yirgacheffe Kochere", "Kochere")));

        assertThat(exported(tenant, true)).isEqualTo(before.replace("Yirgacheffe Kochere", "Kochere"));
    }

    private String exported(TenantContext tenant, boolean costs) {
        var text = new StringWriter();
        export.write(tenant, new SheetScope(Locale.ENGLISH, Importing.ETB), costs, text);
        return text.toString();
    }
}
