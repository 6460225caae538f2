package io.merkato.bulk;

import static io.merkato.bulk.Importing.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.catalog.AttributeColumn;
import io.merkato.catalog.AttributeType;
import io.merkato.catalog.ProductSheet;
import io.merkato.catalog.ProductSheets;
import io.merkato.catalog.SheetScope;
import io.merkato.catalog.StoredSheet;
import io.merkato.money.MinorUnits;
import io.merkato.tenancy.TenantContext;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the titles of a file's columns make of its attributes. */
@MerkatoTest
class ImportColumnsTest {

    private static final SheetScope SCOPE = new SheetScope(Locale.ENGLISH, Importing.ETB);

    private final Importing importing;
    private final ProductSheets sheets;

    ImportColumnsTest(Importing importing, ProductSheets sheets) {
        this.importing = importing;
        this.sheets = sheets;
    }

    /** Whoever says of 190 000 characters that they are a title would have them kept with each problem. */
    @Test
    void a_column_whose_title_is_longer_than_a_label_may_be_is_ignored_and_named_by_its_beginning() {
        TenantContext tenant = importing.tenant();
        String label = "x".repeat(255);
        String spaces = " ".repeat(1_000);

        ProductImport done = importing.carryOut(
                tenant,
                bytes("Handle,Title," + label + "x (product.metafields.integer.a),y" + spaces
                        + "(product.metafields.integer.b)," + label
                        + " (product.metafields.integer.c)\nmug,Mug,one,two,three\n"));

        assertThat(done.ignoredColumns()).containsExactly("x".repeat(200) + "…", "y" + " ".repeat(199) + "…");
        assertThat(importing.problems(tenant, done))
                .containsExactly(new ProductImportProblem(
                        "mug", 2, label + " (product.metafields.integer.c)", "“three” is not a whole number."));
    }

    @Test
    void of_two_columns_with_one_code_the_second_is_ignored() {
        TenantContext tenant = importing.tenant();

        ProductImport done = importing.carryOut(
                tenant,
                bytes(
                        "Handle,Title,Colour (product.metafields.custom.color),Colour (product.metafields.shopify.color)\n"
                                + "mug,Mug,red,\n"));

        assertThat(done.ignoredColumns()).containsExactly("Colour (product.metafields.shopify.color)");
        assertThat(only(tenant).attributes()).isEqualTo(Map.of("color", "red"));
    }

    @Test
    void columns_of_attributes_that_tags_and_type_are_kept_in_are_ignored() {
        TenantContext tenant = importing.tenant();

        ProductImport done = importing.carryOut(
                tenant,
                bytes(
                        "Handle,Title,Type,Tags,T (product.metafields.custom.tags),P (product.metafields.custom.product-type)\n"
                                + "mug,Mug,Cup,\"blue, big\",red,Pot\n"));

        assertThat(done.ignoredColumns())
                .containsExactly("T (product.metafields.custom.tags)", "P (product.metafields.custom.product-type)");
        assertThat(only(tenant).tags()).containsExactly("big", "blue");
        assertThat(only(tenant).type()).isEqualTo("Cup");
        assertThat(only(tenant).attributes()).isEmpty();
    }

    @Test
    void what_no_attribute_can_be_called_is_ignored_and_the_products_land() {
        TenantContext tenant = importing.tenant();
        List<String> columns = List.of(
                "A (product.metafields.custom.3d_model)",
                "B (product.metafields.custom." + "b".repeat(64) + ")",
                "C (product.metafields.measure:" + "m".repeat(21) + ".c)",
                "D (product.metafields.measure:.d)");

        ProductImport done =
                importing.carryOut(tenant, bytes("Handle,Title," + String.join(",", columns) + "\nmug,Mug,1,2,3,4\n"));

        assertThat(importing.problems(tenant, done)).isEmpty();
        assertThat(done.productsCreated()).isEqualTo(1);
        assertThat(done.ignoredColumns()).isEqualTo(columns);
    }

    @Test
    void units_keep_their_points_and_brackets_and_codes_their_underscores() {
        TenantContext tenant = importing.tenant();

        ProductImport done = importing.carryOut(
                tenant,
                bytes(
                        "Handle,Title,Fill (product.metafields.measure:fl.oz.fill),Dry (product.metafields.measure:oz (dry).dry),"
                                + "Ab (product.metafields.text.a__b)\nmug,Mug,12,3,x\n"));

        assertThat(done.ignoredColumns()).isEmpty();
        assertThat(sheets.attributes(tenant, SCOPE))
                .containsExactly(
                        new AttributeColumn("a__b", "Ab", AttributeType.TEXT, null),
                        new AttributeColumn("dry", "Dry", AttributeType.MEASURE, "oz (dry)"),
                        new AttributeColumn("fill", "Fill", AttributeType.MEASURE, "fl.oz"));
    }

    @Test
    void titles_and_cells_with_a_nul_are_told_without_it() {
        TenantContext tenant = importing.tenant();

        ProductImport done =
                importing.carryOut(tenant, bytes("Handle,Title,Status,No\0te\nmug,Mug,draft,\npot,Pot,s\0ld,\n"));

        assertThat(done.ignoredColumns()).containsExactly("Note");
        assertThat(importing.problems(tenant, done))
                .containsExactly(new ProductImportProblem(
                        "pot", 3, "Status", "“s\uFFFDld” is none of active, draft and archived."));
    }

    @Test
    void the_column_of_a_value_outside_its_attributes_bounds_is_told() throws SQLException {
        TenantContext tenant = importing.tenant();
        try (var superuser = TestDatabase.superuser();
                var statement = superuser.createStatement()) {
            statement.execute("""
                    insert into catalog.attribute (tenant_id, id, code, type, labels, max_value)
                    values ('%s', gen_random_uuid(), 'score', 'INTEGER', '{"en": "Score"}', 100)
                    """.formatted(tenant.id().value()));
        }

        ProductImport done = importing.carryOut(
                tenant, bytes("Handle,Title,Points (product.metafields.integer.score)\nmug,Mug,101\npot,Pot,99\n"));

        assertThat(importing.problems(tenant, done))
                .containsExactly(new ProductImportProblem(
                        "mug",
                        2,
                        "Points (product.metafields.integer.score)",
                        "A value is above the bound of its attribute."));
        assertThat(only(tenant).attributes()).isEqualTo(Map.of("score", "99"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Type", "Product type", "Tags"})
    void an_option_may_be_called_what_a_products_type_and_tags_are(String option) {
        TenantContext tenant = importing.tenant();
        String header = "Handle,Title,Type,Tags,Option1 Name,Option1 Value,Variant SKU\n";
        ProductImport first = importing.carryOut(
                tenant, bytes(header + "pot,Pot,Cup,big," + option + ",Tall,P-1\npot,,,,,Wide,P-2\n"));

        ProductImport second = importing.carryOut(
                tenant, bytes(header + "tea,Tea,Cup,big," + option + ",Loose,T-1\ntea,,,,,Bags,T-2\n"));

        assertThat(importing.problems(tenant, first)).isEmpty();
        assertThat(importing.problems(tenant, second)).isEmpty();
        assertThat(sheets.page(tenant, SCOPE, "", 10))
                .extracting(StoredSheet::sheet)
                .extracting(ProductSheet::handle, ProductSheet::axes, ProductSheet::type, ProductSheet::tags)
                .containsExactly(
                        tuple("pot", List.of(option), "Cup", List.of("big")),
                        tuple("tea", List.of(option), "Cup", List.of("big")));
    }

    @Test
    void an_option_has_an_attribute_of_its_own_where_the_product_says_something_for_that_of_its_name() {
        TenantContext tenant = importing.tenant();
        String header = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Color (product.metafields.custom.color)\n";
        importing.carryOut(
                tenant, bytes("Handle,Title,Option1 Name,Option1 Value,Variant SKU\npot,Pot,Color,Red,P-1\n"));

        ProductImport done = importing.carryOut(tenant, bytes(header + "mug,Mug,Color,Red,M-1,Reddish\n"));

        assertThat(importing.problems(tenant, done)).isEmpty();
        assertThat(sheets.byHandle(tenant, SCOPE, List.of("mug")).values())
                .extracting(StoredSheet::sheet)
                .extracting(ProductSheet::axes, ProductSheet::attributes)
                .containsExactly(tuple(List.of("Color"), Map.of("color", "Reddish")));
    }

    @Test
    void options_that_come_to_one_code_have_an_attribute_each() {
        TenantContext tenant = importing.tenant();
        byte[] file = bytes(
                "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,Option3 Value,Variant SKU,"
                        + "Size (product.metafields.custom.size_option)\n"
                        + "mug,Mug,Size,S,Size!,Small,Size?,Little,M-1,one\nmug,,,L,,Large,,Big,M-2,\n");

        ProductImport done = importing.carryOut(tenant, file);

        assertThat(importing.problems(tenant, done)).isEmpty();
        assertThat(only(tenant).axes()).containsExactly("Size", "Size!", "Size?");
        assertThat(only(tenant).attributes()).isEqualTo(Map.of("size_option", "one"));
        assertThat(only(tenant).variants())
                .extracting(ProductSheet.Variant::options)
                .containsExactly(List.of("S", "Small", "Little"), List.of("L", "Large", "Big"));
        assertThat(importing.carryOut(tenant, file).productsUnchanged()).isEqualTo(1);
    }

    @Test
    void an_option_has_the_attribute_of_its_name_also_after_one_that_comes_to_its_code() {
        TenantContext tenant = importing.tenant();
        importing.carryOut(tenant, bytes("Handle,Title,Option1 Name,Option1 Value,Variant SKU\njug,Jug,Size,L,J-1\n"));

        ProductImport done = importing.carryOut(
                tenant,
                bytes("Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU\n"
                        + "mug,Mug,Size!,Small,Size,S,M-1\n"));

        assertThat(importing.problems(tenant, done)).isEmpty();
        List<StoredSheet> all = sheets.page(tenant, SCOPE, "", 10);
        StoredSheet jug = all.getFirst();
        StoredSheet mug = all.getLast();
        assertThat(all)
                .extracting(sheet -> sheet.sheet().axes())
                .containsExactly(List.of("Size"), List.of("Size!", "Size"));
        assertThat(mug.axes()).hasSize(2).element(1).isEqualTo(jug.axes().getFirst());
        assertThat(mug.sheet().variants())
                .extracting(ProductSheet.Variant::options)
                .containsExactly(List.of("Small", "S"));
    }

    @Test
    void what_a_products_variants_differ_by_is_not_said_of_the_whole() {
        TenantContext tenant = importing.tenant();
        importing.carryOut(
                tenant, bytes("Handle,Title,Option1 Name,Option1 Value,Variant SKU\npot,Pot,Color,Red,P-1\n"));

        ProductImport done = importing.carryOut(
                tenant, bytes("Handle,Title,Color (product.metafields.custom.color)\npot,Pot,Reddish\n"));

        assertThat(importing.problems(tenant, done))
                .containsExactly(new ProductImportProblem(
                        "pot", 2, null, "The product's attribute set has no such attribute, or has it for variants."));
    }

    @Test
    void rows_that_name_none_of_several_variants_speak_of_the_product_alone() {
        TenantContext tenant = importing.tenant();
        String options = "Option1 Name,Option1 Value,Variant SKU,Variant Price";
        importing.carryOut(
                tenant,
                bytes("Handle,Title," + options + "\nshirt,Shirt,Size,S,A,10\nshirt,,,M,B,10\npot,Pot,Size,S,P,10\n"));
        List<ProductSheet.Variant> variants = shirt(tenant).variants();

        ProductImport brands = importing.carryOut(tenant, bytes("Handle,Title,Vendor\nshirt,Tee,Abol\n"));
        ProductImport blank = importing.carryOut(
                tenant, bytes("Handle,Title," + options + "\nshirt,Blouse,,,,\nshirt,,Size,,,\npot,Vase,,,,\n"));
        ProductImport weights = importing.carryOut(tenant, bytes("Handle,Title,Variant Grams\nshirt,Top,200\n"));

        assertThat(importing.problems(tenant, brands)).isEmpty();
        assertThat(importing.problems(tenant, blank)).isEmpty();
        assertThat(importing.problems(tenant, weights))
                .containsExactly(new ProductImportProblem(
                        "shirt",
                        2,
                        "Variant SKU",
                        "The file has no options, and no variant of the product has this SKU."));
        assertThat(shirt(tenant))
                .extracting(ProductSheet::title, ProductSheet::brand, ProductSheet::axes, ProductSheet::variants)
                .containsExactly("Blouse", "Abol", List.of("Size"), variants);
        assertThat(sheets.page(tenant, SCOPE, "", 10))
                .extracting(stored -> stored.sheet().title())
                .containsExactly("Vase", "Blouse");
        assertThat(variants)
                .extracting(ProductSheet.Variant::sku, ProductSheet.Variant::price)
                .containsExactly(tuple("A", new MinorUnits(1000)), tuple("B", new MinorUnits(1000)));
    }

    private ProductSheet shirt(TenantContext tenant) {
        return sheets.byHandle(tenant, SCOPE, List.of("shirt"))
                .values()
                .iterator()
                .next()
                .sheet();
    }

    private ProductSheet only(TenantContext tenant) {
        List<StoredSheet> all = sheets.page(tenant, SCOPE, "", 10);
        assertThat(all).hasSize(1);
        return all.getFirst().sheet();
    }
}
