package io.merkato.bulk;

import static io.merkato.bulk.Importing.bytes;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.catalog.ProductSheet;
import io.merkato.catalog.ProductSheets;
import io.merkato.catalog.SheetScope;
import io.merkato.catalog.StoredSheet;
import io.merkato.money.MinorUnits;
import io.merkato.tenancy.TenantContext;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A product takes no more variants and pictures from files than from anyone else; the row of the first that is too many says so. */
@MerkatoTest
class ImportLimitsTest {

    private static final SheetScope SCOPE = new SheetScope(Locale.ENGLISH, Importing.ETB);
    private static final String VARIANTS = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\n";
    private static final String IMAGES = "Handle,Title,Variant SKU,Image Src\n";

    private final Importing importing;
    private final ProductSheets sheets;

    ImportLimitsTest(Importing importing, ProductSheets sheets) {
        this.importing = importing;
        this.sheets = sheets;
    }

    @Test
    void of_variants_in_one_file() {
        TenantContext tenant = importing.tenant();

        ProductImport done = importing.carryOut(tenant, bytes(VARIANTS + shirts(0, 251)));

        assertThat(importing.problems(tenant, done))
                .containsExactly(
                        new ProductImportProblem("shirt", 252, "Option1 Value", "A product has at most 250 variants."));
        assertThat(variants(tenant)).isEqualTo(0);
    }

    @Test
    void of_variants_with_those_that_are_there() {
        TenantContext tenant = importing.tenant();
        importing.carryOut(tenant, bytes(VARIANTS + shirts(0, 249)));

        ProductImport done = importing.carryOut(tenant, bytes(VARIANTS + shirts(248, 251)));

        assertThat(importing.problems(tenant, done))
                .containsExactly(
                        new ProductImportProblem("shirt", 4, "Option1 Value", "A product has at most 250 variants."));
        assertThat(variants(tenant)).isEqualTo(249);
        importing.carryOut(tenant, bytes(VARIANTS + shirts(248, 250)));
        assertThat(variants(tenant)).isEqualTo(250);
    }

    @Test
    void the_last_variant_goes_to_one_of_two_who_both_saw_it_free() throws Exception {
        TenantContext tenant = importing.tenant();
        importing.carryOut(tenant, bytes(VARIANTS + shirts(0, 249)));
        var read = new CountDownLatch(2);

        List<Future<Integer>> saved;
        try (var threads = Executors.newFixedThreadPool(2)) {
            saved = threads.invokeAll(IntStream.of(300, 400)
                    .<Callable<Integer>>mapToObj(i -> () -> tenant.transact(Importing.GRANT, tx -> {
                        StoredSheet before = requireNonNull(
                                sheets.byHandle(tx, SCOPE, List.of("shirt")).get("shirt"));
                        read.countDown();
                        awaited(read);
                        sheets.save(
                                tx,
                                SCOPE,
                                List.of(),
                                List.of(new ProductSheets.Change(before, withVariant(before.sheet(), i))));
                        return i;
                    }))
                    .toList());
        }

        assertThat(saved)
                .filteredOn(each -> each.state() == Future.State.FAILED)
                .singleElement()
                .satisfies(each -> assertThat(each.exceptionNow()).hasMessageContaining("more than 250 variants"));
        assertThat(variants(tenant)).isEqualTo(250);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static ProductSheet withVariant(ProductSheet sheet, int number) {
        var variants = new ArrayList<>(sheet.variants());
        variants.add(new ProductSheet.Variant(
                "SHIRT-" + number, List.of("" + number), null, null, new MinorUnits(500), null, null, null));
        return new ProductSheet(
                sheet.handle(),
                sheet.title(),
                sheet.description(),
                sheet.kind(),
                sheet.status(),
                sheet.brand(),
                sheet.category(),
                sheet.type(),
                sheet.tags(),
                sheet.seoTitle(),
                sheet.seoDescription(),
                sheet.axes(),
                variants,
                sheet.images(),
                sheet.attributes());
    }

    /** By the SKU that was made of the option which it had. */
    @Test
    void a_variant_whose_option_was_named_anew_is_not_one_more() throws SQLException {
        TenantContext tenant = importing.tenant();
        String file = VARIANTS.replace(",Variant SKU", "") + shirts(0, 250).replaceAll(",SHIRT-[0-9]+", "");
        importing.carryOut(tenant, bytes(file));
        try (var superuser = TestDatabase.superuser();
                var statement = superuser.createStatement()) {
            statement.execute("update catalog.attribute_option set labels = '{\"en\": \"Small\"}' where tenant_id = '"
                    + tenant.id().value() + "' and code = '7'");
        }

        ProductImport again = importing.carryOut(tenant, bytes(file.replace(",5\n", ",6\n")));

        assertThat(importing.problems(tenant, again)).isEmpty();
        assertThat(again.productsUpdated()).isEqualTo(1);
        assertThat(variants(tenant)).isEqualTo(250);
    }

    @Test
    void of_pictures() {
        TenantContext tenant = importing.tenant();
        String first = "mug,Mug,MUG,https://img.example/0.webp\n";

        ProductImport done = importing.carryOut(tenant, bytes(IMAGES + first + pictures(1, 101)));

        assertThat(importing.problems(tenant, done))
                .containsExactly(new ProductImportProblem(
                        "mug", 102, "Image Src", "A product has at most 100 pictures and other files."));

        importing.carryOut(tenant, bytes(IMAGES + first + pictures(1, 99)));
        ProductImport more = importing.carryOut(tenant, bytes(IMAGES + first + pictures(98, 101)));

        assertThat(importing.problems(tenant, more))
                .containsExactly(new ProductImportProblem(
                        "mug", 5, "Image Src", "A product has at most 100 pictures and other files."));
    }

    private int variants(TenantContext tenant) {
        return Stream.ofNullable(
                        sheets.byHandle(tenant, SCOPE, List.of("shirt")).get("shirt"))
                .mapToInt(stored -> stored.sheet().variants().size())
                .sum();
    }

    private static String shirts(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "shirt,%s,Size,%d,SHIRT-%d,5\n".formatted(i == from ? "Shirt" : "", i, i))
                .collect(Collectors.joining());
    }

    private static String pictures(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "mug,,,https://img.example/%d.webp\n".formatted(i))
                .collect(Collectors.joining());
    }
}
