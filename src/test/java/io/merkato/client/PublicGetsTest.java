package io.merkato.client;

import static io.merkato.client.CupShop.NAMES;
import static io.merkato.client.CupShop.document;
import static io.merkato.client.CupShop.header;
import static io.merkato.client.CupShop.page;
import static io.merkato.client.CupShop.tag;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What caches may keep of answers by GET, for whom, and that whoever has one is told so. */
@MerkatoTest
class PublicGetsTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Merchants merchants;
    private final Client client;
    private final CupShop shop;
    private final DocumentUses uses;
    private final Statements statements;

    PublicGetsTest(Merchants merchants, Client client, DocumentUses uses, Statements statements) {
        this.merchants = merchants;
        this.client = client;
        this.shop = new CupShop(merchants, client);
        this.uses = uses;
        this.statements = statements;
    }

    @Test
    void an_answer_to_everybody_says_how_long_and_for_whom_it_may_be_kept() {
        HttpResponse<String> answer = shop.anybody.get(page());

        assertThat(JSON.readTree(answer.body())
                        .at("/data/productBySlug/priceRange/min/amount")
                        .asString())
                .isEqualTo("100.00");
        assertThat(header(answer, "Cache-Control")).isEqualTo("public, max-age=60");
        assertThat(tag(answer)).matches("\"[A-Za-z0-9_-]{22}\"");
        assertThat(header(answer, "Vary"))
                .isEqualTo(
                        "Accept, Accept-Encoding, Accept-Language, Authorization, Merkato-Guest, Merkato-Store, Merkato-Tenant");
        assertThat(header(answer, "Surrogate-Key"))
                .isEqualTo(shop.merchant.tenant().id() + " " + shop.storeId + " " + shop.cup);
        assertThat(header(
                        shop.anybody.with("Origin", "https://shop.example").get(page()), "Access-Control-Allow-Origin"))
                .isEqualTo("*");
        assertThat(header(answer, "Pragma")).isEmpty();
        assertThat(header(answer, "Expires")).isEmpty();
    }

    @Test
    void whoever_has_the_answer_hears_so_and_nothing_is_carried_out() {
        String tag = tag(shop.anybody.get(page()));
        var answers = new HashMap<String, HttpResponse<String>>();
        List<String> asked = statements.of(() -> {
            for (String sent : List.of(tag, "W/" + tag, "\"other\", " + tag, "\"other\",W/" + tag + ", \"x\"", "*")) {
                answers.put(sent, shop.again(page(), sent));
            }
        });

        assertThat(asked).allMatch(sql -> sql.contains("content_version"));
        answers.forEach((sent, answer) -> {
            assertThat(answer.statusCode()).as(sent).isEqualTo(304);
            assertThat(answer.body()).isEmpty();
            assertThat(tag(answer)).isEqualTo(tag);
            assertThat(header(answer, "Cache-Control")).isEqualTo("public, max-age=60");
            assertThat(header(answer, "Vary")).startsWith("Accept, Accept-Encoding, ");
        });
        for (String other :
                List.of("\"other\"", tag.replace("\"", ""), "", "\"*\"", tag.toLowerCase(Locale.ROOT) + "x")) {
            assertThat(shop.again(page(), other).statusCode()).as(other).isEqualTo(200);
        }
    }

    @Test
    void a_head_is_answered_as_a_get_without_the_answer() {
        HttpResponse<String> whole = shop.anybody.get(page());
        HttpResponse<String> head = shop.anybody.send("HEAD", page(), Map.of(), new byte[0]);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String name :
                List.of("ETag", "Cache-Control", "Vary", "Surrogate-Key", "Content-Length", "Content-Type")) {
            assertThat(header(head, name)).as(name).isEqualTo(header(whole, name));
        }
        assertThat(shop.anybody
                        .send("HEAD", page(), Map.of("If-None-Match", tag(whole)), new byte[0])
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void what_is_sent_compressed_are_other_bytes_and_has_another_tag() throws IOException {
        String path = document("large");
        HttpResponse<String> plain = shop.anybody.get(path);
        HttpResponse<byte[]> zipped =
                shop.anybody.sendForBytes("GET", path, Map.of("Accept-Encoding", "gzip, br;q=0.5"), new byte[0]);
        HttpResponse<byte[]> brotli =
                shop.anybody.sendForBytes("GET", path, Map.of("Accept-Encoding", "gzip, br"), new byte[0]);

        assertThat(header(plain, "Content-Encoding")).isEmpty();
        assertThat(header(zipped, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(brotli, "Content-Encoding")).isEqualTo("br");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes())
                .isEqualTo(plain.body().getBytes(UTF_8));
        assertThat(new BrotliInputStream(new ByteArrayInputStream(brotli.body())).readAllBytes())
                .isEqualTo(plain.body().getBytes(UTF_8));
        assertThat(brotli.body().length).isLessThan(zipped.body().length);
        assertThat(zipped.body().length).isLessThan(600);
        assertThat(tag(zipped)).isEqualTo(tag(plain).replaceAll("\"$", "-gzip\""));
        assertThat(tag(brotli)).isEqualTo(tag(plain).replaceAll("\"$", "-br\""));
        for (String coding : List.of("identity", "gzip", "br")) {
            Client accepting = shop.anybody.with("Accept-Encoding", coding);
            List<Integer> statuses = Stream.of(tag(plain), tag(zipped), tag(brotli))
                    .map(tag -> accepting.with("If-None-Match", tag).get(path).statusCode())
                    .toList();
            assertThat(statuses)
                    .as(coding)
                    .isEqualTo(
                            switch (coding) {
                                case "gzip" -> List.of(200, 304, 200);
                                case "br" -> List.of(200, 200, 304);
                                default -> List.of(304, 200, 200);
                            });
        }
    }

    @Test
    void what_goes_by_stock_or_by_who_asks_is_asked_again_each_time_and_sent_once() {
        String names = document("names");
        for (HttpResponse<String> answer : List.of(
                shop.anybody.get(document("stock")),
                shop.anybody.get(document("stock")),
                shop.anybody.get(document("inStock")),
                shop.anybody.get(document("viewer")),
                shop.owner.get(names),
                shop.anybody.with("Authorization", "Basic eDp5").get(names),
                shop.anybody.with("Merkato-Guest", "guest_unheard_of").get(names),
                shop.anybody.get("/graphql?query=" + URLEncoder.encode(NAMES, UTF_8)))) {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "Cache-Control")).isEqualTo("private, no-cache");
            assertThat(header(answer, "Surrogate-Key")).isEmpty();
            assertThat(tag(answer)).matches("\"[A-Za-z0-9_-]{22}\"");
        }
        HttpResponse<String> stock = shop.anybody.get(document("stock"));
        List<String> asked = statements.remembering(
                () -> assertThat(shop.again(document("stock"), tag(stock)).statusCode())
                        .isEqualTo(304));
        assertThat(asked).anyMatch(sql -> sql.contains("\"catalog\".\"product\""));
        assertThat(shop.owner
                        .with("If-None-Match", tag(shop.anybody.get(names)))
                        .get(names)
                        .headers()
                        .firstValue("Cache-Control"))
                .contains("private, no-cache");
    }

    @Test
    void what_is_somebodys_own_and_what_failed_is_kept_by_nobody() {
        for (HttpResponse<String> answer : List.of(
                shop.anybody.get(document("me")),
                shop.owner.get(document("me")),
                shop.anybody.get(document("wrong")),
                shop.anybody.get(document("unheardof")),
                shop.anybody.get("/graphql?query=" + URLEncoder.encode("{ nope }", UTF_8)),
                shop.anybody.get(document("page")),
                shop.anybody.with("If-None-Match", "*").get(document("unheardof")),
                shop.anybody.get("/graphql?extensions="
                        + URLEncoder.encode("{\"persistedQuery\":{\"version\":1,\"sha256Hash\":\"x\"}}", UTF_8)),
                shop.anybody.post("/graphql", "application/json", "{\"documentId\":\"names\"}"))) {
            assertThat(header(answer, "Cache-Control")).as(answer.body()).contains("no-store");
            assertThat(tag(answer)).isEmpty();
            assertThat(answer.statusCode()).isNotEqualTo(304);
        }
    }

    @Test
    void two_tenants_never_have_the_same_tag_nor_two_media_types() {
        var next = new CupShop(merchants, client);
        String names = document("names");
        HttpResponse<String> mine = shop.anybody.get(names);
        HttpResponse<String> theirs = next.anybody.get(names);
        HttpResponse<String> otherType =
                shop.anybody.with("Accept", "application/graphql-response+json").get(names);

        assertThat(theirs.body()).isEqualTo(mine.body()).isEqualTo(otherType.body());
        assertThat(List.of(tag(mine), tag(theirs), tag(otherType))).doesNotHaveDuplicates();
        assertThat(next.anybody.with("If-None-Match", tag(mine)).get(names).statusCode())
                .isEqualTo(200);
    }

    @Test
    void each_time_a_document_is_found_unchanged_counts_as_a_use_of_it() {
        String names = document("names");
        String tag = tag(shop.anybody.with("Merkato-Client", "web/1.1").get(names));
        for (String version : List.of("1.1", "1.1", "1.2")) {
            assertThat(shop.anybody
                            .with("Merkato-Client", "web/" + version)
                            .with("If-None-Match", tag)
                            .get(names)
                            .statusCode())
                    .isEqualTo(304);
        }
        uses.write();
        assertThat(shop.owner
                        .data(
                                "{ persistedDocuments(first: 1, where: {documentId: {eq: \"names\"}}) { nodes { usage { version uses } } } }")
                        .at("/persistedDocuments/nodes/0/usage")
                        .toString())
                .contains("{\"version\":\"1.1\",\"uses\":\"3\"}", "{\"version\":\"1.2\",\"uses\":\"1\"}");
    }
}
