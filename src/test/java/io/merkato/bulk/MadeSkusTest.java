package io.merkato.bulk;

import static io.merkato.bulk.Importing.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.catalog.ProductSheet.Variant;
import io.merkato.catalog.ProductSheets;
import io.merkato.catalog.SheetScope;
import io.merkato.tenancy.TenantContext;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Variants without a SKU in the file get one that no other handle and no other options make. */
@MerkatoTest
class MadeSkusTest {

    private static final SheetScope SCOPE = new SheetScope(Locale.ENGLISH, Importing.ETB);
    private static final String HEADER =
            "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant Price\n";

    private final Importing importing;
    private final ProductSheets sheets;

    MadeSkusTest(Importing importing, ProductSheets sheets) {
        this.importing = importing;
        this.sheets = sheets;
    }

    @Test
    void products_whose_words_are_the_same_in_a_row_have_skus_of_their_own() {
        TenantContext tenant = importing.tenant();
        String file = HEADER + """
                shirt,Shirt,Colour,Red,Size,Large,5
                shirt-red,Red shirt,Size,Large,,,5
                shirt-red-large,Large red shirt,,,,,5
                """;

        ProductImport done = importing.carryOut(tenant, bytes(file));

        assertThat(importing.problems(tenant, done)).isEmpty();
        assertThat(skus(tenant, "shirt", "shirt-red", "shirt-red-large"))
                .containsExactly("shirt_red_large", "shirt-red_large", "shirt-red-large");
        assertThat(importing.carryOut(tenant, bytes(file)).productsUnchanged()).isEqualTo(3);
    }

    @Test
    void options_that_differ_only_in_what_is_no_word_have_skus_of_their_own() {
        TenantContext tenant = importing.tenant();
        String file =
                HEADER + "shirt,Shirt,Size,M,,,5\nshirt,,,M+,,,5\nshirt,,,Extra large,,,5\nshirt,,,Extra-large,,,5\n";

        ProductImport done = importing.carryOut(tenant, bytes(file));

        assertThat(importing.problems(tenant, done)).isEmpty();
        assertThat(skus(tenant, "shirt"))
                .containsExactly(
                        "shirt_m", "shirt_m_4e8564dc9d68", "shirt_extra-large", "shirt_extra-large_eea94376e99e");
        assertThat(importing.carryOut(tenant, bytes(file)).productsUnchanged()).isEqualTo(1);
    }

    @Test
    void variants_keep_those_that_they_have() throws SQLException {
        TenantContext tenant = importing.tenant();
        String file = HEADER + "shirt,Shirt,Size,M,,,5\nshirt,,,L,,,5\n";
        importing.carryOut(tenant, bytes(file));
        superuser("update catalog.variant set sku = replace(sku, '_', '-') where tenant_id = '%s'", tenant);

        assertThat(importing.carryOut(tenant, bytes(file)).productsUnchanged()).isEqualTo(1);
        assertThat(skus(tenant, "shirt")).containsExactly("shirt-m", "shirt-l");

        ProductImport more = importing.carryOut(tenant, bytes(file + "shirt,,,M+,,,5\n"));
        assertThat(importing.problems(tenant, more)).isEmpty();
        assertThat(skus(tenant, "shirt")).hasSize(3).startsWith("shirt-m", "shirt-l");

        superuser(
                "update catalog.attribute_option set labels = '{\"en\": \"Large\"}' where tenant_id = '%s' and code = 'l'",
                tenant);
        importing.carryOut(tenant, bytes(file.replace(",5\n", ",6\n")));
        assertThat(variants(tenant, "shirt"))
                .extracting(
                        Variant::sku,
                        Variant::options,
                        variant -> Objects.requireNonNull(variant.price()).value())
                .containsExactly(
                        tuple("shirt-m", List.of("M"), 600L),
                        tuple("shirt-l", List.of("L"), 600L),
                        tuple("shirt_m_4e8564dc9d68", List.of("M+"), 500L));
    }

    private List<String> skus(TenantContext tenant, String... handles) {
        return List.of(handles).stream()
                .flatMap(handle -> variants(tenant, handle).stream())
                .map(Variant::sku)
                .toList();
    }

    private List<Variant> variants(TenantContext tenant, String handle) {
        return Objects.requireNonNull(
                        sheets.byHandle(tenant, SCOPE, List.of(handle)).get(handle))
                .sheet()
                .variants();
    }

    private static void superuser(String statement, TenantContext tenant) throws SQLException {
        try (var superuser = TestDatabase.superuser();
                var sql = superuser.createStatement()) {
            sql.execute(statement.formatted(tenant.id().value()));
        }
    }
}
