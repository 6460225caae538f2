package io.merkato.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Patience;
import io.merkato.SlowRequest;
import io.merkato.identity.BuiltInRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** What no request is carried out with is not registered, and is found by whoever asks before. */
@MerkatoTest
class RefusedDocumentsTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Client owner;

    RefusedDocumentsTest(Merchants merchants) {
        this.owner = merchants.staff(merchants.open(), BuiltInRole.OWNER);
        owner.data("mutation { clientApplicationCreate(input: {code: \"web\"}) { userErrors { code } } }");
    }

    record Case(String text, String refusal) {}

    static List<Case> refused() {
        return List.of(
                new Case(fields(31, "a%d: __typename"), "The document has 31 aliases; 30 are the most."),
                new Case(
                        fields(21, "__typename @include(if: true) #%d\n"),
                        "The document has 21 directives; 20 are the most."),
                new Case(fields(2_000, "__typename #%d\n"), "More than 2,000 'grammar' tokens have been presented."),
                new Case(
                        "{ categoryBySlug(slug: \"x\") " + "{ parent ".repeat(15) + "{ name }" + " }".repeat(16),
                        "Query depth 16 exceeds maximum allowed depth 15."),
                new Case("{ nope }", "Field 'nope' in type 'Query' is undefined."),
                new Case("{ unfinished", "Invalid syntax with offending token '<EOF>' at line 1 column 13."),
                new Case("query A { __typename } query B { __typename }", "This is not one operation."));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void is_refused_in_the_same_words_wherever_it_is_asked_of(Case each, @TempDir Path folder) throws Exception {
        if (!each.refusal.equals("This is not one operation.")) {
            assertThat(owner.run(each.text).at("/errors/0/message").asString()).isEqualTo(each.refusal);
        }

        assertThat(owner.data(
                                "mutation ($m: JSON!) { persistedDocumentsRegister(input: {client: \"web\", version: \"1\", manifest: $m}) { registered userErrors { code message path } } }",
                                Map.of("m", Map.of("it", each.text)))
                        .get("persistedDocumentsRegister"))
                .isEqualTo(JSON.valueToTree(new Answer(
                        List.of(new Wrong("INVALID", "“it”: " + each.refusal, List.of("input", "manifest", "it"))))));
        Path manifest = folder.resolve("web.json");
        Files.writeString(manifest, JSON.writeValueAsString(Map.of("it", each.text)));
        assertThat(DocumentCheck.check(manifest, Files.readString(Path.of("schema.graphqls"))))
                .containsExactly(manifest + ": “it”: " + each.refusal);
    }

    record Answer(@org.jspecify.annotations.Nullable Integer registered, List<Wrong> userErrors) {
        Answer(List<Wrong> userErrors) {
            this(null, userErrors);
        }
    }

    record Wrong(String code, String message, List<String> path) {}

    @Test
    void a_text_that_is_too_long_is_not_looked_at() {
        String manifest = JSON.writeValueAsString(Map.of("long", "{ nope } #" + "x".repeat(99_991)));

        assertThat(owner.post("/clients/web/documents?version=1", "application/json", manifest)
                        .body())
                .isEqualTo(
                        "{\"userErrors\":[{\"code\":\"INVALID\",\"message\":\"“long”: A document has 100000 characters at most.\",\"path\":[\"input\",\"manifest\",\"long\"]}]}");
    }

    @Test
    void one_manifest_of_a_tenant_is_on_its_way_at_once() throws Exception {
        String manifest = JSON.writeValueAsString(Map.of("it", "{ __typename }"));
        String path = "/clients/web/documents?version=1";
        try (SlowRequest one = owner.begin(path, "application/json", manifest.length(), "{");
                SlowRequest other = owner.begin(path, "application/json", manifest.length(), "{")) {
            assertThat(CompletableFuture.anyOf(one.answer(), other.answer())
                            .get(Patience.MOST.toSeconds(), TimeUnit.SECONDS)
                            .toString())
                    .startsWith("HTTP/1.1 429");

            SlowRequest first = one.answer().isDone() ? other : one;
            first.send(manifest.substring(1));

            assertThat(first.answer().get(Patience.MOST.toSeconds(), TimeUnit.SECONDS))
                    .startsWith("HTTP/1.1 200");
        }
    }

    private static String fields(int many, String field) {
        return IntStream.range(0, many).mapToObj(field::formatted).collect(Collectors.joining(" ", "{ ", " }"));
    }
}
