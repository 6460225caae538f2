package io.merkato.bulk;

import static io.merkato.bulk.Importing.file;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.identity.BuiltInRole;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@MerkatoTest
class BulkApiTest {

    private static final String PROGRESS = """
            subscription Progress($id: ID!) { productImportProgress(id: $id) { status progress productsRead } }
            """;

    private static final String LISTING = """
            query Listing {
              products(first: 20, where: {category: {slug: {eq: "coffee"}}}, sort: {key: PRICE, direction: ASC}) {
                nodes { slug name thumbnail { url alt } brand { name }
                  priceRange { min { amount currency } max { amount currency } }
                  variants(first: 3) { nodes { sku price { amount currency } available options { attribute { code } label } } } }
                facets { attribute { code label } options { value label count } }
                pageInfo { hasNextPage } } }
            """;

    private final Merchants merchants;
    private final Client client;
    private final ProductImportWorker worker;
    private final Uploads uploads;
    private final UploadRepository repository;

    BulkApiTest(
            Merchants merchants,
            Client client,
            ProductImportWorker worker,
            Uploads uploads,
            UploadRepository repository) {
        this.repository = repository;
        this.worker = worker;
        this.uploads = uploads;
        this.merchants = merchants;
        this.client = client;
    }

    @Test
    void a_file_sent_by_http_is_imported_watched_to_its_end_and_exported_again() {
        Client owner = merchants.staff(merchants.open(), BuiltInRole.OWNER);

        JsonNode started = json(owner.post("/imports/products?currency=ETB&locale=en", "text/csv", text("coffee.csv")));
        String id = started.get("productImportId").asString();
        String events = owner.with("Accept", "text/event-stream")
                .post(
                        "/graphql",
                        "application/json",
                        JsonMapper.shared()
                                .writeValueAsString(Map.of("query", PROGRESS, "variables", Map.of("id", id))))
                .body();

        assertThat(events).contains("\"status\":\"COMPLETED\"").contains("event:complete");
        JsonNode done = owner.data("""
                query Import($id: ID!) { productImport(id: $id) { status productsCreated productsFailed problemCount
                  ignoredColumns problems(first: 10) { nodes { line column message } } } node(id: $id) { id } }
                """, Map.of("id", id));
        assertThat(done.at("/productImport/status").asString()).isEqualTo("COMPLETED");
        assertThat(done.at("/productImport/productsCreated").asInt()).isEqualTo(3);
        assertThat(done.at("/productImport/ignoredColumns/0").asString()).isEqualTo("Option1 Linked To");
        assertThat(done.at("/node/id").asString()).isEqualTo(id);
        assertThat(owner.get("/exports/products.csv?currency=ETB&locale=en").body())
                .isEqualTo(text("coffee-exported.csv"));
        JsonNode listed = owner.data(LISTING).get("products");
        assertThat(listed).isEqualTo(JsonMapper.shared().readTree("""
                {"nodes": [{"slug": "yirgacheffe", "name": "Yirgacheffe Kochere", "thumbnail": {"url": "https://cdn.example.com/yirgacheffe.jpg?v=2", "alt": "A bag of Yirgacheffe"}, "brand": {"name": "Tomoca"},
                  "priceRange": {"min": {"amount": "480.00", "currency": "ETB"}, "max": {"amount": "1750.00", "currency": "ETB"}},
                  "variants": {"nodes": [
                    {"sku": "YIR-250-W", "price": {"amount": "480.00", "currency": "ETB"}, "available": true, "options": [{"attribute": {"code": "size"}, "label": "250 g"}, {"attribute": {"code": "grind"}, "label": "Whole bean"}]},
                    {"sku": "YIR-250-E", "price": {"amount": "480.00", "currency": "ETB"}, "available": true, "options": [{"attribute": {"code": "size"}, "label": "250 g"}, {"attribute": {"code": "grind"}, "label": "Espresso"}]},
                    {"sku": "YIR-1000-W", "price": {"amount": "1750.00", "currency": "ETB"}, "available": true, "options": [{"attribute": {"code": "size"}, "label": "1 kg"}, {"attribute": {"code": "grind"}, "label": "Whole bean"}]}]}}],
                "facets": [
                  {"attribute": {"code": "grind", "label": "Grind"}, "options": [{"value": "whole_bean", "label": "Whole bean", "count": 1}, {"value": "espresso", "label": "Espresso", "count": 1}]},
                  {"attribute": {"code": "product_type", "label": "Type"}, "options": [{"value": "whole_bean", "label": "Whole bean", "count": 1}]},
                  {"attribute": {"code": "size", "label": "Size"}, "options": [{"value": "250_g", "label": "250 g", "count": 1}, {"value": "1_kg", "label": "1 kg", "count": 1}]},
                  {"attribute": {"code": "tags", "label": "Tags"}, "options": [{"value": "single_origin", "label": "single origin", "count": 1}, {"value": "washed", "label": "washed", "count": 1}]}],
                "pageInfo": {"hasNextPage": false}}
                """));
    }

    @Test
    void an_upload_is_imported_by_mutation() {
        Client owner = merchants.staff(merchants.open(), BuiltInRole.OWNER);
        String upload = json(owner.post("/uploads?fileName=mugs.csv", "text/csv", "Handle,Title\nmug,Mug\n"))
                .get("uploadId")
                .asString();

        JsonNode started = owner.data("""
                mutation Start($upload: ID!) { productImportStart(input: {uploadId: $upload}) {
                  productImport { fileName status startedBy } userErrors { code path } } }
                """, Map.of("upload", upload));

        assertThat(started.at("/productImportStart/productImport/fileName").asString())
                .isEqualTo("mugs.csv");
        assertThat(started.at("/productImportStart/userErrors").size()).isZero();
    }

    @Test
    void a_currency_that_the_platform_does_not_know_is_refused() {
        Merchants.Merchant merchant = merchants.open();
        Client owner = merchants.staff(merchant, BuiltInRole.OWNER);
        String upload = json(owner.post("/uploads", "text/csv", "Handle,Title\nmug,Mug\n"))
                .get("uploadId")
                .asString();
        String refusal =
                "\"userErrors\":[{\"code\":\"INVALID\",\"message\":\"The platform does not know this currency.\",\"path\":[\"input\",\"currency\"]}]";

        JsonNode started = owner.data("""
                mutation Start($upload: ID!) { productImportStart(input: {uploadId: $upload, currency: "XXX"}) {
                  productImport { id } userErrors { code message path } } }
                """, Map.of("upload", upload));
        UploadRepository.Kept kept = repository.kept(merchant.tenant());
        HttpResponse<String> sent = owner.post("/imports/products?currency=XXX", "text/csv", "Handle,Title\nmug,Mug\n");

        assertThat(started.get("productImportStart").toString()).isEqualTo("{\"productImport\":null," + refusal + "}");
        assertThat(sent.statusCode()).isEqualTo(422);
        assertThat(json(sent).at("/userErrors/0/code").asString()).isEqualTo("INVALID");
        assertThat(json(sent).at("/userErrors/0/path").toString()).isEqualTo("[\"input\",\"currency\"]");
        assertThat(repository.kept(merchant.tenant()))
                .as("what was refused is not kept")
                .isEqualTo(kept)
                .isEqualTo(new UploadRepository.Kept(21, 1));
    }

    @Test
    void a_language_that_no_product_can_have_is_refused_before_the_import_begins() {
        Client owner = merchants.staff(merchants.open(), BuiltInRole.OWNER);
        String upload = json(owner.post("/uploads", "text/csv", "Handle,Title\nmug,Mug\n"))
                .get("uploadId")
                .asString();

        JsonNode started = owner.data("""
                mutation Start($upload: ID!) { productImportStart(input: {uploadId: $upload, locale: "en-GB-oxendict"}) {
                  productImport { id } userErrors { code message path } } }
                """, Map.of("upload", upload));

        assertThat(started.get("productImportStart").toString())
                .isEqualTo(
                        "{\"productImport\":null,\"userErrors\":[{\"code\":\"INVALID\",\"message\":\"A language is like am or fr-SN, without variants and extensions.\",\"path\":[\"input\",\"locale\"]}]}");
        for (String locale : List.of("en-GB-oxendict", "en-u-nu-latn", "x-klingon", "abcde")) {
            assertThat(message(owner.post("/imports/products?locale=" + locale, "text/csv", "Handle,Title\nmug,Mug\n")))
                    .isEqualTo("The parameter locale is a language, such as fr.");
        }
    }

    @Test
    void a_parameter_that_cannot_be_read_is_named() {
        Client owner = merchants.staff(merchants.open(), BuiltInRole.OWNER);

        assertThat(message(owner.get("/exports/products.csv?locale=_")))
                .isEqualTo("The parameter locale is a language, such as fr.");
        assertThat(message(owner.get("/exports/products.csv?locale=")))
                .isEqualTo("The parameter locale is a language, such as fr.");
        assertThat(message(owner.post("/imports/products?currency=birr", "text/csv", "Handle,Title\nmug,Mug\n")))
                .isEqualTo("The parameter currency is a currency, such as XOF.");
        for (String currency : new String[] {"XXX", "XTS", "xof"}) {
            assertThat(message(owner.get("/exports/products.csv?currency=" + currency)))
                    .isEqualTo("The parameter currency is a currency, such as XOF.");
        }
        for (String name : new String[] {"%ff", "%00"}) {
            assertThat(message(owner.post("/uploads?fileName=" + name, "text/csv", "Handle,Title\nmug,Mug\n")))
                    .isEqualTo("The parameter fileName cannot be read.");
        }
    }

    @Test
    void parameters_are_read_as_addresses_write_them() {
        Client owner = merchants.staff(merchants.open(), BuiltInRole.OWNER);
        assertThat(List.of(
                        uploaded(owner, "caf%C3%A9+1.csv"),
                        uploaded(owner, "a%2Bb%0A.csv"),
                        uploaded(owner, "%F0%9F%98%80".repeat(300))))
                .containsExactly("café 1.csv", "a+b.csv", "😀".repeat(255));
        assertThat(owner.get("/exports/products.csv?locale=%65n&currency=%45TB").statusCode())
                .isEqualTo(200);
    }

    private static String uploaded(Client owner, String name) {
        return json(owner.post("/uploads?fileName=" + name, "text/csv", "Handle,Title\nmug,Mug\n"))
                .get("fileName")
                .asString();
    }

    @Test
    void an_import_is_cancelled_by_mutation_until_it_is_over() {
        Client owner = merchants.staff(merchants.open(), BuiltInRole.OWNER);
        String cancel =
                "mutation ($id: ID!) { productImportCancel(id: $id) { productImport { status } userErrors { code path } } }";
        worker.stop();
        try {
            String id = json(owner.post("/imports/products", "text/csv", "Handle,Title\nmug,Mug\n"))
                    .get("productImportId")
                    .asString();

            assertThat(owner.data(cancel, Map.of("id", id))
                            .at("/productImportCancel")
                            .toString())
                    .isEqualTo("{\"productImport\":{\"status\":\"CANCELLED\"},\"userErrors\":[]}");
            assertThat(owner.data(cancel, Map.of("id", id))
                            .at("/productImportCancel")
                            .toString())
                    .isEqualTo(
                            "{\"productImport\":null,\"userErrors\":[{\"code\":\"NOT_ALLOWED\",\"path\":[\"id\"]}]}");
        } finally {
            worker.start();
        }
    }

    @Test
    void no_more_than_twenty_imports_of_a_tenant_wait() {
        worker.stop();
        try {
            Client owner = merchants.staff(merchants.open(), BuiltInRole.OWNER);
            String upload = json(owner.post("/uploads", "text/csv", "Handle,Title\nmug,Mug\n"))
                    .get("uploadId")
                    .asString();
            String start = """
                    mutation Start($upload: ID!) { productImportStart(input: {uploadId: $upload}) {
                      productImport { status } userErrors { code message path } } }
                    """;
            for (int i = 0; i < 20; i++) {
                assertThat(owner.data(start, Map.of("upload", upload))
                                .at("/productImportStart")
                                .toString())
                        .isEqualTo("{\"productImport\":{\"status\":\"QUEUED\"},\"userErrors\":[]}");
            }

            assertThat(owner.data(start, Map.of("upload", upload))
                            .at("/productImportStart")
                            .toString())
                    .isEqualTo(
                            "{\"productImport\":null,\"userErrors\":[{\"code\":\"NOT_ALLOWED\",\"message\":\"No more than 20 imports wait at once.\",\"path\":[\"input\",\"uploadId\"]}]}");
            assertThat(owner.post("/imports/products", "text/csv", "Handle,Title\nmug,Mug\n")
                            .statusCode())
                    .isEqualTo(422);
        } finally {
            worker.start();
        }
    }

    @Test
    void a_fifth_file_at_once_is_too_many_and_one_after_them_is_not() throws InterruptedException {
        Merchants.Merchant merchant = merchants.open();
        Client owner = merchants.staff(merchant, BuiltInRole.OWNER);
        Client another = merchants.staff(merchants.open(), BuiltInRole.OWNER);
        String file = "Handle,Title\nmug,Mug\n";
        var underWay = new CountDownLatch(4);
        var fifthAnswered = new CountDownLatch(1);
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                var slow = new SequenceInputStream(new ByteArrayInputStream(file.getBytes(UTF_8)), new InputStream() {
                    @Override
                    public int read() {
                        underWay.countDown();
                        try {
                            fifthAnswered.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        return -1;
                    }
                });
                senders.submit(() ->
                        uploads.receive(merchant.tenant(), Importing.GRANT, () -> new Uploads.Sent("mugs.csv", slow)));
            }
            underWay.await();

            HttpResponse<String> fifth = owner.post("/uploads", "text/csv", file);
            HttpResponse<String> anothers = another.post("/uploads", "text/csv", file);
            fifthAnswered.countDown();

            assertThat(fifth.statusCode()).isEqualTo(429);
            assertThat(fifth.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(json(fifth)).isEqualTo(JsonMapper.shared().readTree("""
                    {"errors": [{"message": "Send 4 files at once at most.", "extensions": {"code": "THROTTLED", "limit": "UPLOADS_AT_ONCE", "retryAfter": 1}}]}
                    """));
            assertThat(anothers.statusCode()).isEqualTo(201);
        }
        assertThat(owner.post("/uploads", "text/csv", file).statusCode()).isEqualTo(201);
    }

    @Test
    void another_tenants_upload_is_one_that_never_was() {
        Client theirs = merchants.staff(merchants.open(), BuiltInRole.OWNER);
        String upload = json(theirs.post("/uploads", "text/csv", "Handle,Title\nmug,Mug\n"))
                .get("uploadId")
                .asString();
        Client mine = merchants.staff(merchants.open(), BuiltInRole.OWNER);

        JsonNode refused = mine.data("""
                mutation Start($upload: ID!) { productImportStart(input: {uploadId: $upload}) {
                  productImport { id } userErrors { code path } } }
                """, Map.of("upload", upload));

        assertThat(refused.at("/productImportStart").toString())
                .isEqualTo(
                        "{\"productImport\":null,\"userErrors\":[{\"code\":\"NOT_FOUND\",\"path\":[\"input\",\"uploadId\"]}]}");
    }

    @Test
    void a_form_is_one_whatever_case_its_type_is_written_in() {
        Client owner = merchants.staff(merchants.open(), BuiltInRole.OWNER);
        String form =
                "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"mugs.csv\"\r\n\r\nHandle,Title\r\n--x--\r\n";

        JsonNode received = json(owner.post("/uploads", "Multipart/Form-Data; boundary=x", form));

        assertThat(received.get("fileName").asString()).isEqualTo("mugs.csv");
        assertThat(received.get("bytes").asInt()).isEqualTo(12);
    }

    @Test
    void files_are_for_those_who_hold_the_permission() {
        Merchants.Merchant merchant = merchants.open();
        Client analyst = merchants.staff(merchant, BuiltInRole.ANALYST);
        Client shopper = merchants.shopper(merchant);
        Client nobody = client.in(merchant.slug());

        assertThat(nobody.post("/uploads", "text/csv", "Handle,Title\nmug,Mug\n")
                        .statusCode())
                .isEqualTo(401);

        assertThat(analyst.post("/uploads", "text/csv", "Handle,Title\nmug,Mug\n")
                        .statusCode())
                .isEqualTo(403);
        assertThat(shopper.post("/uploads", "text/csv", "Handle,Title\nmug,Mug\n")
                        .statusCode())
                .isEqualTo(403);
        assertThat(shopper.post("/imports/products", "text/csv", "Handle,Title\nmug,Mug\n")
                        .statusCode())
                .isEqualTo(403);
        assertThat(shopper.get("/exports/products.csv").statusCode()).isEqualTo(403);
    }

    private static String message(HttpResponse<String> refused) {
        assertThat(refused.statusCode()).isEqualTo(400);
        return json(refused).at("/errors/0/message").asString();
    }

    private static String text(String name) {
        return new String(file(name), UTF_8);
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }
}
