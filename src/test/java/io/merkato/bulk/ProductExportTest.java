package io.merkato.bulk;

import static io.merkato.bulk.Importing.bytes;
import static io.merkato.bulk.Importing.file;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.TestDatabase;
import io.merkato.api.Fault;
import io.merkato.catalog.ProductSheet;
import io.merkato.catalog.ProductSheets;
import io.merkato.catalog.SheetScope;
import io.merkato.identity.BuiltInRole;
import io.merkato.tenancy.AtOnce;
import io.merkato.tenancy.TenantContext;
import java.io.IOException;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@MerkatoTest
class ProductExportTest {

    private static final SheetScope SCOPE = new SheetScope(Locale.ENGLISH, Importing.ETB);

    private final Importing importing;
    private final ProductExport export;
    private final ProductSheets sheets;
    private final Merchants merchants;

    private final AtOnce exports;
    private final Statements statements;

    ProductExportTest(
            Importing importing,
            ProductExport export,
            ProductSheets sheets,
            Merchants merchants,
            AtOnce exports,
            Statements statements) {
        this.statements = statements;
        this.exports = exports;
        this.sheets = sheets;
        this.merchants = merchants;
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
    void a_page_is_read_by_its_index_alone() throws SQLException {
        TenantContext tenant = importing.tenant();
        String page =
                statements.of(() -> sheets.page(tenant, SCOPE, "mug", 100)).getFirst();

        try (var superuser = TestDatabase.superuser();
                var settings = superuser.createStatement();
                var explain = superuser.prepareStatement("explain (costs off) " + page)) {
            superuser.setAutoCommit(false);
            settings.execute(
                    "set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_sort = off; set local app.tenant_id = '%s'; set local role merkato_app"
                            .formatted(tenant.id().value()));
            explain.setObject(1, tenant.id().value());
            explain.setString(2, "mug");
            explain.setInt(3, 100);
            assertThat(lines(explain.executeQuery()))
                    .contains(
                            "Index Scan using product_sheet_idx on product\n",
                            "Index Cond: ((tenant_id = '%s'::uuid) AND ((slug)::text > 'mug'::text))\n"
                                    .formatted(tenant.id().value()))
                    .doesNotContain("Sort");
        }
    }

    private static String lines(ResultSet rows) throws SQLException {
        var lines = new StringBuilder();
        while (rows.next()) {
            lines.append(rows.getString(1)).append('\n');
        }
        return lines.toString();
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

    /** Longer, deeper and with other signs than files have mostly. */
    @Test
    void whatever_the_catalogue_takes_an_export_says_and_an_import_reads() {
        TenantContext tenant = importing.tenant();
        String path = IntStream.rangeClosed(1, 19)
                .mapToObj(level -> "L" + level + " > ")
                .collect(joining());
        byte[] file = bytes(
                "Handle,Title,Product Category,Tags,Image Src,Image Alt Text,\"'-Fill, (big)(product.metafields.measure:fl.oz.a__b)\","
                        + "Story (product.metafields.rich_text.story),Notes (product.metafields.multi_select.notes)\n"
                        + "mug,Mug," + path
                        + "Men \\> Shoes > C:\\\\,\"a\\, b, c;d, e\\f, g\\\\\",https://img.example/m.webp,"
                        + "alt ".repeat(249) + "text,12,"
                        + "x".repeat(60_000) + "," + "peach\\; ripe; tea\n");

        ProductImport done = importing.carryOut(tenant, file);

        assertThat(importing.problems(tenant, done)).isEmpty();
        ProductSheet sheet = sheets.page(tenant, SCOPE, "", 1).getFirst().sheet();
        assertThat(sheet.category().subList(18, 21)).containsExactly("L19", "Men > Shoes", "C:\\");
        assertThat(sheet.tags()).containsExactly("a, b", "c;d", "e\\f", "g\\");
        assertThat(sheet.attributes())
                .isEqualTo(Map.of("a__b", "12", "story", "x".repeat(60_000), "notes", "peach\\; ripe; tea"));
        assertThat(importing.carryOut(tenant, file).productsUnchanged()).isEqualTo(1);
        String export = exported(tenant, true);
        assertThat(importing.carryOut(tenant, bytes(export)).productsUnchanged())
                .isEqualTo(1);
        TenantContext other = importing.tenant();
        assertThat(importing.problems(other, importing.carryOut(other, bytes(export))))
                .isEmpty();
        assertThat(exported(other, true)).isEqualTo(export);
    }

    @Test
    void of_22_levels_of_categories_the_column_is_told() {
        TenantContext tenant = importing.tenant();

        ProductImport done = importing.carryOut(
                tenant, bytes("Handle,Title,Product Category\nmug,Mug," + "a > ".repeat(21) + "a\n"));

        assertThat(importing.problems(tenant, done))
                .containsExactly(
                        new ProductImportProblem("mug", 2, "Product Category", "More than 21 levels of categories."));
    }

    @Test
    void names_with_doubled_spaces_are_what_they_were_after_the_way_out_and_back() throws SQLException {
        TenantContext tenant = importing.tenant();
        importing.carryOut(tenant, bytes("Handle,Title,Vendor,Variant SKU,SEO Title\nmug,Mug,Abol,M-1,Mugs\n"));
        try (var superuser = TestDatabase.superuser();
                var statement = superuser.createStatement()) {
            statement.execute("""
                    update catalog.product set name = 'Big  mug', seo_title = E'Big\\nmug' where tenant_id = '%1$s';
                    update catalog.variant set sku = 'M  1' where tenant_id = '%1$s';
                    update catalog.brand set name = 'Abol  Coffee' where tenant_id = '%1$s';
                    """.formatted(tenant.id().value()));
        }

        ProductImport again = importing.carryOut(tenant, bytes(exported(tenant, true)));

        assertThat(again.productsUnchanged()).isEqualTo(1);
    }

    @Test
    void products_made_by_hand_are_elsewhere_what_they_were_also_those_that_nobody_can_buy() {
        Merchants.Merchant merchant = merchants.open();
        Client owner = merchants.staff(merchant, BuiltInRole.OWNER);
        String brand = owner.data("mutation { brandCreate(input: {name: \"Abol\"}) { brand { id } } }")
                .at("/brandCreate/brand/id")
                .asString();
        for (String input : List.of(
                "name: \"Idea\"",
                "name: \"Idea of a course\", kind: VIRTUAL, description: \"<p>Soon</p>\", seoTitle: \"Soon\", seoDescription: \"Wait\"",
                "name: \"Course\", kind: VIRTUAL, variants: [{sku: \"C-1\"}]",
                "name: \"E-book\", kind: DOWNLOADABLE, variants: [{sku: \"E-1\", prices: [{price: {amount: \"90\", currency: \"ETB\"}}]}]",
                "name: \"Jebena\", brandId: \"" + brand
                        + "\", variants: [{sku: \"J-1\", barcode: \"5901234123457\", weightGrams: 1200, cost: {amount: \"210.5\", currency: \"ETB\"},"
                        + " prices: [{price: {amount: \"450.25\", currency: \"ETB\"}, compareAtPrice: \"500\"}]}],"
                        + " translations: [{locale: \"am\", name: \"ጀበና\"}], media: [{url: \"https://img.example/j.webp\", alts: [{locale: \"en\", text: \"A pot\"}]}]",
                "name: \"Gift box\", kind: BUNDLE, variants: [{sku: \"G-1\", prices: [{price: {amount: \"600\", currency: \"ETB\"}}]}]")) {
            assertThat(owner.data("mutation { productCreate(input: {" + input + "}) { userErrors { code path } } }")
                            .at("/productCreate/userErrors"))
                    .isEmpty();
        }
        owner.data(
                "mutation ($id: ID!) { productPublish(id: $id) { userErrors { code } } }",
                Map.of("id", id(owner, "jebena")));
        owner.data(
                "mutation ($id: ID!) { productArchive(id: $id) { userErrors { code } } }",
                Map.of("id", id(owner, "e-book")));
        String file = exported(merchant.tenant(), true);
        Merchants.Merchant other = merchants.open();

        ProductImport done = importing.carryOut(other.tenant(), bytes(file));

        assertThat(importing.problems(other.tenant(), done)).isEmpty();
        assertThat(exported(other.tenant(), true)).isEqualTo(file);
        assertThat(catalogue(merchants.staff(other, BuiltInRole.OWNER)))
                .isEqualTo(catalogue(owner)
                        .replace(
                                "{\"slug\":\"gift-box\",\"kind\":\"BUNDLE\"",
                                "{\"slug\":\"gift-box\",\"kind\":\"SIMPLE\"")
                        .replace(
                                "{\"slug\":\"e-book\",\"kind\":\"DOWNLOADABLE\"",
                                "{\"slug\":\"e-book\",\"kind\":\"VIRTUAL\""));
        assertThat(catalogue(owner)).contains("""
                {"slug":"jebena","kind":"SIMPLE","status":"ACTIVE","name":"Jebena","description":null,\
                "seo":{"title":"Jebena","description":null},"brand":{"name":"Abol"},"variants":{"nodes":[{"sku":"J-1",\
                "barcode":"5901234123457","weightGrams":1200,"price":{"amount":"450.25"},"compareAtPrice":{"amount":"500.00"},\
                "cost":{"amount":"210.50"}}]},"media":[{"alt":"A pot"}]}""");
    }

    @Test
    void a_fourth_export_at_once_is_too_many_and_another_tenants_is_not() {
        Merchants.Merchant merchant = merchants.open();
        Client owner = merchants.staff(merchant, BuiltInRole.OWNER);
        Client another = merchants.staff(merchants.open(), BuiltInRole.OWNER);

        HttpResponse<String> third = during(merchant, 2, () -> owner.get("/exports/products.csv"));
        HttpResponse<String> fourth = during(merchant, 3, () -> owner.get("/exports/products.csv"));
        HttpResponse<String> anothers = during(merchant, 3, () -> another.get("/exports/products.csv"));

        assertThat(third.statusCode()).isEqualTo(200);
        assertThat(anothers.statusCode()).isEqualTo(200);
        assertThat(fourth.statusCode()).isEqualTo(429);
        assertThat(fourth.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(fourth.body()).contains("THROTTLED", "EXPORTS_AT_ONCE", "Take 3 exports at once at most.");
        assertThat(owner.get("/exports/products.csv").statusCode()).isEqualTo(200);
    }

    private <T> T during(Merchants.Merchant merchant, int underWay, Supplier<T> asked) {
        return underWay == 0
                ? asked.get()
                : exports.during(merchant.tenant(), () -> during(merchant, underWay - 1, asked));
    }

    @Test
    void an_export_that_comes_to_a_sudden_end_is_not_taken_for_whole() {
        Merchants.Merchant merchant = merchants.open();
        Client owner = merchants.staff(merchant, BuiltInRole.OWNER);
        importing.carryOut(merchant.tenant(), bytes(ManyProducts.file(450)));
        String page = "\"slug\") collate \"C\") >";
        statements.failOnce(
                page,
                () -> statements.failOnce(page, () -> {
                    throw Fault.throttled("Too much at once.", "CONNECTIONS_AT_ONCE", 1);
                }));

        assertThatThrownBy(() -> owner.get("/exports/products.csv")).hasRootCauseInstanceOf(IOException.class);
        assertThat(owner.get("/exports/products.csv").body().lines()).hasSize(1_201);
    }

    private static String id(Client owner, String slug) {
        return owner.data("query ($slug: String!) { productBySlug(slug: $slug) { id } }", Map.of("slug", slug))
                .at("/productBySlug/id")
                .asString();
    }

    private static String catalogue(Client owner) {
        return owner.data("""
                        { products(first: 100, where: {status: {oneOf: [DRAFT, ACTIVE, ARCHIVED]}}, sort: {key: NAME}) { nodes { slug kind status name description seo { title description } brand { name }
                          variants(first: 10) { nodes { sku barcode weightGrams price { amount } compareAtPrice { amount } cost { amount } } }
                          media { alt } } } }
                        """).toString();
    }

    @Test
    void without_the_right_to_see_costs_they_are_neither_told_nor_wiped_out_by_the_way_back() {
        TenantContext tenant = importing.tenant();
        importing.carryOut(tenant, file("coffee.csv"));
        String before = exported(tenant, true);

        importing.carryOut(tenant, bytes(exported(tenant, false).replace("Yirgacheffe Kochere", "Kochere")));

        assertThat(exported(tenant, true)).isEqualTo(before.replace("Yirgacheffe Kochere", "Kochere"));
    }

    @Test
    void a_file_is_in_the_default_stores_language_and_currency_whichever_store_answers() {
        Merchants.Merchant merchant = merchants.open();
        Client owner = merchants.staff(merchant, BuiltInRole.OWNER);
        owner.data(
                "mutation { storeCreate(input: {code: \"paris\", name: \"Paris\", locale: \"fr\", currency: \"EUR\"}) { store { id } } }");
        Client paris = owner.with("Merkato-Store", "paris");
        String file = "Handle,Title,Variant Price\nmug,Mug,9.50\n";
        importing.carryOut(merchant.tenant(), bytes(file));

        assertThat(paris.get("/exports/products.csv").body())
                .contains(",9.50,")
                .isEqualTo(owner.get("/exports/products.csv").body());
        JsonNode sent = json(paris.post("/imports/products", "text/csv", file));
        assertThat(paris.data("""
                        query ($id: ID!) { productImport(id: $id) { locale currency } }
                        """, Map.of("id", sent.get("productImportId").asString()))
                        .toString())
                .isEqualTo("{\"productImport\":{\"locale\":\"en\",\"currency\":\"ETB\"}}");
        assertThat(paris.data("""
                        mutation ($id: ID!) { productImportStart(input: {uploadId: $id}) { productImport { locale currency } } }
                        """, Map.of("id", sent.get("uploadId").asString()))
                        .toString())
                .isEqualTo("{\"productImportStart\":{\"productImport\":{\"locale\":\"en\",\"currency\":\"ETB\"}}}");
    }

    @Test
    void a_catalogue_that_takes_more_columns_than_an_import_reads_is_refused_as_a_file() {
        Merchants.Merchant merchant = merchants.open();
        String values = ",x".repeat(600) + "\n";
        importing.carryOut(merchant.tenant(), bytes("Handle,Title" + attributes("a") + "\nmug,Mug" + values));
        importing.carryOut(
                merchant.tenant(),
                bytes("Handle,Title,Option1 Name,Option1 Value" + attributes("b") + "\npot,Pot,Size,S" + values));

        HttpResponse<String> refused =
                merchants.staff(merchant, BuiltInRole.OWNER).get("/exports/products.csv");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(json(refused).at("/userErrors/0/code").asString()).isEqualTo("TOO_LONG");
        assertThat(json(refused).at("/userErrors/0/message").asString())
                .isEqualTo(
                        "The file would have 1,228 columns, 1,200 of them for attributes, and no import reads more than 1,000.");
    }

    private static String attributes(String prefix) {
        return IntStream.range(0, 600)
                .mapToObj(i -> ",A (product.metafields.text.%s%d)".formatted(prefix, i))
                .collect(joining());
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private String exported(TenantContext tenant, boolean costs) {
        var text = new StringWriter();
        export.of(tenant, SCOPE, costs).accept(text);
        return text.toString();
    }
}
