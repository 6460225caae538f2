package io.merkato.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class DocumentCheckTest {

    private static final String APOLLO =
            "{\"format\":\"apollo-persisted-query-manifest\",\"version\":1,\"operations\":[{\"id\":\"shop\",\"name\":\"Shop\",\"type\":\"query\",\"body\":\"query Shop { tenant { name } }\"}]}";

    @Test
    void a_change_of_the_schema_names_the_documents_it_breaks(@TempDir Path folder) throws IOException {
        String schema = Files.readString(Path.of("schema.graphqls"));
        Files.writeString(folder.resolve("web.json"), APOLLO);
        Files.writeString(
                folder.resolve("app.json"),
                "{\"product\": \"query Product { productBySlug(slug: \\\"x\\\") { slug } }\"}");

        assertThat(DocumentCheck.check(folder, schema)).isEmpty();
        assertThat(DocumentCheck.check(folder, schema.replace("productBySlug(", "productWithSlug(")))
                .containsExactly(folder.resolve("app.json")
                        + ": “product”: Field 'productBySlug' in type 'Query' is undefined.");
        Files.writeString(folder.resolve("none.json"), "{}");
        Files.writeString(
                folder.resolve("registered.json"),
                JsonMapper.shared()
                        .writeValueAsString(IntStream.rangeClosed(0, 5_000)
                                .boxed()
                                .collect(Collectors.toMap(i -> "abol/my app/" + i, i -> "{ tenant { name } }"))));
        assertThat(DocumentCheck.check(folder, schema)).isEmpty();
        Files.writeString(folder.resolve("bad.json"), "{\"a\": \"{ unfinished\", \"b\"");
        assertThat(DocumentCheck.check(folder.resolve("bad.json"), schema))
                .containsExactly(folder.resolve("bad.json") + ": This is no JSON.");
    }

    @Test
    void how_many_documents_there_were_is_told(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("web.json"), APOLLO);
        try (var lines = new LogLines(DocumentCheck.class)) {
            assertThat(DocumentCheck.run(folder.toString())).isZero();
            assertThat(lines.all())
                    .containsExactly(
                            "INFO " + folder.resolve("web.json") + ": documents: 1",
                            "INFO Every document works with this schema");
        }
    }

    @Test
    void a_folder_without_manifests_does_not_pass_for_one_whose_documents_all_work(@TempDir Path folder)
            throws IOException {
        Files.writeString(folder.resolve("shop.graphql"), "query Shop { tenant { name } }");
        try (var lines = new LogLines(DocumentCheck.class)) {
            assertThat(DocumentCheck.run(folder.toString())).isEqualTo(1);
            assertThat(lines.all())
                    .first()
                    .isEqualTo("ERROR " + folder + ": No manifest is there, which ends in .json.");
        }
    }
}
