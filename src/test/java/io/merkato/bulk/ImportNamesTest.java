package io.merkato.bulk;

import static io.merkato.bulk.Importing.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.tenancy.TenantContext;
import java.sql.SQLException;
import java.text.Normalizer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names are looked up where a file says another one than the product has; several things may have one name. */
@MerkatoTest
class ImportNamesTest {

    private static final String FILE = """
            Handle,Title,Vendor,Product Category,Option1 Name,Option1 Value,Variant SKU,Variant Price
            shirt,Shirt,Abol,Clothes > Shirts,Size,S,A,10
            shirt,,,,,M,B,10
            """;

    private static final String BELONGS = """
            select concat_ws(' ', b.slug, c.slug, x.position, s.code,
                (select string_agg(a.code, ' ' order by a.code) from catalog.attribute_set_attribute m join catalog.attribute a on a.tenant_id = m.tenant_id and a.id = m.attribute_id
                  where m.tenant_id = p.tenant_id and m.attribute_set_id = s.id and m.axis),
                (select string_agg(code, ' ' order by code) from catalog.attribute_set where tenant_id = p.tenant_id))
            from catalog.product p
            join catalog.brand b on b.tenant_id = p.tenant_id and b.id = p.brand_id
            join catalog.attribute_set s on s.tenant_id = p.tenant_id and s.id = p.attribute_set_id
            left join catalog.product_category x on x.tenant_id = p.tenant_id and x.product_id = p.id
            left join catalog.category c on c.tenant_id = x.tenant_id and c.id = x.category_id
            where p.tenant_id = '%s'
            """;

    private final Importing importing;

    ImportNamesTest(Importing importing) {
        this.importing = importing;
    }

    @Test
    void what_a_file_does_not_speak_of_stays_what_it_is_whatever_else_has_its_name() throws SQLException {
        TenantContext tenant = importing.tenant();
        importing.carryOut(tenant, bytes(FILE));
        everythingTwice(tenant);
        String before = belongs(tenant);

        ProductImport done =
                importing.carryOut(tenant, bytes("Handle,Variant SKU,Variant Price\nshirt,A,12\nshirt,B,12\n"));

        assertThat(done.productsUpdated()).isEqualTo(1);
        assertThat(before).isEqualTo("abol shirts -1 shirts size shirts");
        assertThat(belongs(tenant)).isEqualTo(before);
    }

    @Test
    void the_same_words_mean_what_they_meant_and_others_are_looked_up() throws SQLException {
        TenantContext tenant = importing.tenant();
        importing.carryOut(tenant, bytes(FILE));
        everythingTwice(tenant);

        importing.carryOut(tenant, bytes(FILE.replace(",10", ",12")));

        assertThat(belongs(tenant)).isEqualTo("abol shirts -1 shirts size shirts");
        importing.carryOut(tenant, bytes(FILE.replace("Abol", "Tomoca").replace("> Shirts", "> Tops")));
        assertThat(belongs(tenant)).isEqualTo("tomoca tops -1 shirts size shirts");
        importing.carryOut(tenant, bytes(FILE));
        assertThat(belongs(tenant)).isEqualTo("first-abol first-shirts -1 shirts size shirts");
    }

    @Test
    void what_a_picture_shows_is_said_by_the_one_product_that_is_left_with_it() throws SQLException {
        TenantContext tenant = importing.tenant();
        String header = "Handle,Title,Image Src,Image Alt Text\n";
        importing.carryOut(
                tenant,
                bytes(header + "mug,Mug,https://img.example/a.jpg,Cups\npot,Pot,https://img.example/a.jpg,Cups\n"));

        assertThat(importing
                        .carryOut(tenant, bytes(header + "mug,Mug,https://img.example/a.jpg,A mug\n"))
                        .productsUnchanged())
                .isEqualTo(1);
        execute("update catalog.product set deleted_at = now() where tenant_id = '%s' and slug = 'pot'"
                .formatted(tenant.id().value()));

        assertThat(importing
                        .carryOut(tenant, bytes(header + "mug,Mug,https://img.example/a.jpg,A mug\n"))
                        .productsUpdated())
                .isEqualTo(1);
    }

    @Test
    void what_a_picture_shows_that_was_there_before_is_said_at_once_where_no_product_shows_it() throws SQLException {
        TenantContext tenant = importing.tenant();
        execute("""
                insert into catalog.media (tenant_id, id, url, alt)
                  values ('%1$s', gen_random_uuid(), 'https://img.example/a.jpg', '{"en": "A cup", "am": "ሲኒ"}'),
                         ('%1$s', gen_random_uuid(), 'https://img.example/b.jpg', '{"en": "A mug"}')
                """.formatted(tenant.id().value()));
        String header = "Handle,Title,Image Src,Image Alt Text\n";
        String file = header + "mug,Mug,https://img.example/a.jpg,A mug\nmug,,https://img.example/b.jpg,A mug\n";

        assertThat(importing.carryOut(tenant, bytes(file)).productsCreated()).isEqualTo(1);

        assertThat(alts(tenant)).isEqualTo("{\"am\": \"ሲኒ\", \"en\": \"A mug\"} 2, {\"en\": \"A mug\"} 1");
        assertThat(importing.carryOut(tenant, bytes(file)).productsUnchanged()).isEqualTo(1);
        importing.carryOut(tenant, bytes(header + "pot,Pot,https://img.example/a.jpg,A pot\n"));
        assertThat(alts(tenant)).isEqualTo("{\"am\": \"ሲኒ\", \"en\": \"A mug\"} 2, {\"en\": \"A mug\"} 1");
    }

    /** As in the catalogue: a variant may have several pictures, of which a file names the first. */
    @Test
    void pictures_of_a_variant_that_a_file_does_not_name_go_on_to_show_it() throws SQLException {
        TenantContext tenant = importing.tenant();
        importing.carryOut(
                tenant,
                bytes(FILE.replace("Price\n", "Price,Image Src\n")
                        .replace("A,10", "A,10,https://a.jpg")
                        .replace(
                                "B,10", "B,10,https://b.jpg\nshirt,,,,,,,,https://c.jpg\nshirt,,,,,,,,https://d.jpg")));
        execute("""
                update catalog.product_media p set variant_id = v.id from catalog.variant v, catalog.media m
                where p.tenant_id = '%s' and v.tenant_id = p.tenant_id and m.tenant_id = p.tenant_id and m.id = p.media_id
                  and v.sku = case when m.url like '%%b.jpg' then 'B' else 'A' end
                """.formatted(tenant.id().value()));

        assertThat(importing
                        .carryOut(
                                tenant,
                                bytes(
                                        "Handle,Image Src,Image Position\nshirt,https://d.jpg,1\nshirt,https://e.jpg,2\n"))
                        .productsUpdated())
                .isEqualTo(1);
        assertThat(pictures(tenant)).isEqualTo("d A, e, a A, b B, c A");

        String other = "Handle,Variant SKU,Variant Image\nshirt,A,https://a.jpg\nshirt,B,https://b.jpg\n";
        assertThat(importing.carryOut(tenant, bytes(other)).productsUpdated()).isEqualTo(1);
        assertThat(pictures(tenant)).isEqualTo("a A, b B, d, e, c A");
        assertThat(importing.carryOut(tenant, bytes(other)).productsUnchanged()).isEqualTo(1);

        execute("update catalog.variant set deleted_at = now() where tenant_id = '%s' and sku = 'B'"
                .formatted(tenant.id().value()));
        importing.carryOut(tenant, bytes("Handle,Variant SKU,Variant Image\nshirt,A,\n"));
        assertThat(pictures(tenant)).isEqualTo("a, b B, d, e, c");
    }

    @Test
    void a_handle_is_the_same_whether_its_letters_come_whole_or_in_parts_or_of_the_title() throws SQLException {
        TenantContext tenant = importing.tenant();
        String parts = Normalizer.normalize("ガラス", Normalizer.Form.NFD);

        importing.carryOut(tenant, bytes("Title,Variant SKU,Variant Price\nガラス,A,10\n"));
        importing.carryOut(tenant, bytes("Handle,Title,Variant SKU,Variant Price\nガラス,ガラス,A,11\n"));
        ProductImport done =
                importing.carryOut(tenant, bytes("Handle,Title,Variant SKU,Variant Price\n" + parts + ",ガラス,A,12\n"));

        assertThat(done.productsUpdated()).isEqualTo(1);
        assertThat(text("select string_agg(slug, ', ') from catalog.product where tenant_id = '%s'", tenant))
                .isEqualTo("ガラス");
    }

    @Test
    void a_title_makes_the_same_handle_whether_its_letters_come_whole_or_in_parts_however_long() throws SQLException {
        TenantContext tenant = importing.tenant();
        for (String title : List.of("Gießkanne Ñandú Ὀδυσσεύς", "각".repeat(85), "ガ".repeat(127))) {
            byte[] whole = bytes("Title\n" + title + "\n");
            byte[] parts = bytes("Title\n" + Normalizer.normalize(title, Normalizer.Form.NFD) + "\n");

            assertThat(importing.carryOut(tenant, whole).productsCreated()).isEqualTo(1);
            assertThat(importing.carryOut(tenant, parts).productsUpdated()).isEqualTo(1);
        }
        // of 190 letters and marks, as they come in parts: 각 has three of them, ガ two
        assertThat(text(
                        "select string_agg(slug, ' ' order by created_at) from catalog.product where tenant_id = '%s'",
                        tenant))
                .isEqualTo("gießkanne-nandu-οδυσσευς " + "각".repeat(63) + "ᄀ " + "ガ".repeat(95));
    }

    @Test
    void an_option_whose_codes_others_have_gets_another_one() throws SQLException {
        TenantContext tenant = importing.tenant();
        String header = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\n";
        for (String handle : new String[] {"a", "b", "c"}) {
            ProductImport done =
                    importing.carryOut(tenant, bytes(header + "%1$s,Shirt,Size,M,%1$s,10\n".formatted(handle)));
            assertThat(importing.problems(tenant, done)).isEmpty();
            execute(
                    "update catalog.attribute_option set labels = '{\"en\": \"Medium %s\"}' where tenant_id = '%s' and labels = '{\"en\": \"M\"}'"
                            .formatted(handle, tenant.id().value()));
        }

        assertThat(text(
                        "select string_agg(concat_ws(' ', code, labels ->> 'en', position), ', ' order by position) from catalog.attribute_option where tenant_id = '%s'",
                        tenant))
                .isEqualTo("m Medium a 0, m_0000006d Medium b 1, m_0000006d_2 Medium c 2");
    }

    @Test
    void a_brand_or_a_category_whose_addresses_others_have_gets_another_one() throws SQLException {
        TenantContext tenant = importing.tenant();
        String header = "Handle,Title,Vendor,Product Category,Variant SKU,Variant Price\n";
        for (String handle : new String[] {"a", "b", "c", "d"}) {
            ProductImport done =
                    importing.carryOut(tenant, bytes(header + "%1$s,Shirt,Abol,★,%1$s,10\n".formatted(handle)));
            assertThat(importing.problems(tenant, done)).isEmpty();
            execute("update catalog.brand set name = name || ' %2$s' where tenant_id = '%1$s' and name = 'Abol'"
                    .formatted(tenant.id().value(), handle));
            execute(
                    "update catalog.category set names = '{\"en\": \"Star %2$s\"}' where tenant_id = '%1$s' and names = '{\"en\": \"★\"}'"
                            .formatted(tenant.id().value(), handle));
        }

        assertThat(text(
                        "select string_agg(slug, ', ' order by name) from catalog.brand where tenant_id = '%s'",
                        tenant))
                .isEqualTo("abol, abol-002d95be, abol-002d95be-2, abol-002d95be-3");
        assertThat(text(
                        "select string_agg(slug, ', ' order by names ->> 'en') from catalog.category where tenant_id = '%s'",
                        tenant))
                .isEqualTo("00002605, 00002605-00002605, 00002605-00002605-2, 00002605-00002605-3");
    }

    @Test
    void options_that_read_alike_side_by_side_are_no_reason_to_share_a_set() throws SQLException {
        TenantContext tenant = importing.tenant();
        String header =
                "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,Option3 Value,Variant SKU,Variant Price\n";
        String three = "a,A,Size,S,Type,T,Colour,Red,a,10\n";
        String two = "b,B,Size Type,S,Colour,Red,,,b,10\n";
        importing.carryOut(tenant, bytes(header + three));
        ProductImport done =
                importing.carryOut(tenant, bytes(header + two + two.replace("b,", "c,") + three.replace("a,", "d,")));

        assertThat(importing.problems(tenant, done)).isEmpty();
        assertThat(text("""
                        select string_agg(axes, ', ' order by slug)
                        from (select p.slug, p.slug || ': ' || string_agg(a.code, ' ' order by m.position) as axes
                              from catalog.product p
                              join catalog.attribute_set_attribute m on m.tenant_id = p.tenant_id and m.attribute_set_id = p.attribute_set_id
                              join catalog.attribute a on a.tenant_id = m.tenant_id and a.id = m.attribute_id
                              where p.tenant_id = '%s' group by p.slug) x
                        """, tenant))
                .isEqualTo("a: size type colour, b: size_type colour, c: size_type colour, d: size type colour");
        assertThat(text("select count(*)::text from catalog.attribute_set where tenant_id = '%s'", tenant))
                .isEqualTo("2");
    }

    private static String pictures(TenantContext tenant) throws SQLException {
        return text("""
                select string_agg(concat_ws(' ', substr(m.url, 9, 1), v.sku), ', ' order by p.position)
                from catalog.product_media p
                join catalog.media m on m.tenant_id = p.tenant_id and m.id = p.media_id
                left join catalog.variant v on v.tenant_id = p.tenant_id and v.id = p.variant_id
                where p.tenant_id = '%s'
                """, tenant);
    }

    private static String alts(TenantContext tenant) throws SQLException {
        return text(
                "select string_agg(alt::text || ' ' || version, ', ' order by url) from catalog.media where tenant_id = '%s'",
                tenant);
    }

    /** A brand, a category and an attribute that are found before those of the product, whose set has a name of its own. */
    private static void everythingTwice(TenantContext tenant) throws SQLException {
        execute("""
                insert into catalog.brand (tenant_id, id, name, slug)
                  values ('%1$s', '00000000-0000-7000-8000-000000000001', 'Abol', 'first-abol');
                insert into catalog.category (tenant_id, id, parent_id, slug, names)
                  select '%1$s', '00000000-0000-7000-8000-000000000002', id, 'first-shirts', '{"en": "Shirts"}' from catalog.category
                   where tenant_id = '%1$s' and slug = 'clothes';
                insert into catalog.attribute (tenant_id, id, code, type, labels)
                  values ('%1$s', '00000000-0000-7000-8000-000000000003', 'shoe_size', 'SELECT', '{"en": "Size"}');
                update catalog.attribute_set set code = 'shirts' where tenant_id = '%1$s';
                """.formatted(tenant.id().value()));
    }

    private static void execute(String sql) throws SQLException {
        try (var superuser = TestDatabase.superuser();
                var statement = superuser.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(String query, TenantContext tenant) throws SQLException {
        try (var superuser = TestDatabase.superuser();
                var statement = superuser.createStatement();
                var rows = statement.executeQuery(query.formatted(tenant.id().value()))) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String belongs(TenantContext tenant) throws SQLException {
        try (var superuser = TestDatabase.superuser();
                var statement = superuser.createStatement();
                var rows = statement.executeQuery(BELONGS.formatted(tenant.id().value()))) {
            assertThat(rows.next()).isTrue();
            String only = rows.getString(1);
            assertThat(rows.next()).isFalse();
            return only;
        }
    }
}
