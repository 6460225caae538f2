package io.merkato.client;

import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import io.merkato.api.Documents;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code --merkato.check-documents=<file or folder>} holds manifests against the schema that is in this jar and names the documents that it
 * breaks. Nothing else of the application starts.
 */
public final class DocumentCheck {

    public static final String OPTION = "merkato.check-documents";

    private static final Logger LOG = LoggerFactory.getLogger(DocumentCheck.class);

    private DocumentCheck() {}

    /** @return 0 where all are valid, else 1: what the process ends with */
    public static int run(String where) {
        try {
            List<String> broken = check(
                    Path.of(where),
                    new ClassPathResource("graphql/schema.graphqls").getContentAsString(StandardCharsets.UTF_8));
            broken.forEach(LOG::error);
            LOG.info(
                    broken.isEmpty()
                            ? "Every document works with this schema"
                            : "Not every document works with this schema: {} do not",
                    broken.size());
            return broken.isEmpty() ? 0 : 1;
        } catch (IOException e) {
            LOG.error("The documents could not be read: {}", e.toString());
            return 1;
        }
    }

    /** @param where a manifest, or a folder of files that end in {@code .json} */
    static List<String> check(Path where, String definition) throws IOException {
        GraphQLSchema schema = UnExecutableSchemaGenerator.makeUnExecutableSchema(new SchemaParser().parse(definition));
        var broken = new ArrayList<String>();
        List<Path> files = manifests(where);
        if (files.isEmpty()) {
            broken.add(where + ": No manifest is there, which ends in .json.");
        }
        for (Path file : files) {
            try {
                Manifest manifest = Manifest.read(JsonMapper.shared().readValue(file, Object.class));
                LOG.info("{}: documents: {}", file, manifest.texts().size());
                manifest.entries(
                        document -> Documents.problems(schema, document),
                        refusal -> broken.add(file + ": " + refusal.message()));
            } catch (Refused refused) {
                refused.errors().stream().map(UserError::message).forEach(why -> broken.add(file + ": " + why));
            } catch (JacksonException e) {
                broken.add(file + ": This is no JSON.");
            }
        }
        return broken;
    }

    private static List<Path> manifests(Path where) throws IOException {
        if (!Files.isDirectory(where)) {
            return List.of(where);
        }
        try (Stream<Path> files = Files.walk(where)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }
}
