package io.merkato.bulk;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.merkato.Client;
import io.merkato.OwnProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How fast product files are imported, and in how little memory: {@code ./mvnw test -Dtest=ImportRate}. A measurement, so no
 * part of the suite.
 */
class ImportRate {

    private static final Pattern FULL = Pattern.compile("Pause Full .*->(\\d+)M\\(");
    private static final Path COLLECTIONS =
            Path.of("target", "import-rate-gc.log").toAbsolutePath();
    private static final String HEAP = "128m";
    private static final String DONE =
            "query ($id: ID!) { node(id: $id) { ... on ProductImport { status message productsCreated productsUnchanged createdAt finishedAt } } }";

    @Test
    void rows_a_second_and_the_heap_after_each_file() throws IOException, InterruptedException {
        try (var application =
                OwnProcess.start(List.of("-Xmx" + HEAP, "-XX:+UseSerialGC", "-Xlog:gc:file=" + COLLECTIONS))) {
            Client owner = owner(application);
            report("first", 3_750, owner);
            report("the same again", 3_750, owner);
            report("ten times as many, a tenth of them the same", 37_500, owner);
        }
    }

    private static Client owner(OwnProcess application) {
        Client nuru = Client.at(application.port()).in("nuru");
        JsonNode tokens = nuru.data(
                "mutation { signIn(input: {login: \"owner@nuru.example\", password: \"merkato-demo\"}) { tokens { accessToken } } }");
        return nuru.as(tokens.at("/signIn/tokens/accessToken").asString());
    }

    private static void report(String name, int products, Client owner) throws IOException {
        String file = ManyProducts.file(products);
        long rows = file.lines().count() - 1;
        JsonNode done = carryOut(file, owner);
        double seconds = Duration.between(
                                Instant.parse(done.get("createdAt").asString()),
                                Instant.parse(done.get("finishedAt").asString()))
                        .toMillis()
                / 1_000.0;
        System.out.printf(
                "%-45s %,7d rows, %,5d kB, %,6d products new, %,6d as they were: %5.1f s, %,6.0f rows/s; heap of %s, of which at most %d MB in use%n",
                name,
                rows,
                file.length() / 1_000,
                done.get("productsCreated").asInt(),
                done.get("productsUnchanged").asInt(),
                seconds,
                rows / seconds,
                HEAP,
                inUse());
    }

    private static JsonNode carryOut(String file, Client owner) {
        var started = owner.post("/imports/products?locale=en&currency=KES", "text/csv", file);
        String id = JsonMapper.shared()
                .readTree(started.body())
                .get("productImportId")
                .asString();
        JsonNode done = await().atMost(ofMinutes(30))
                .pollInterval(ofMillis(500))
                .until(
                        () -> owner.data(DONE, Map.of("id", id)).get("node"),
                        job -> !job.get("finishedAt").isNull());
        assertThat(done.get("status").asString()).as(done.toString()).isEqualTo("COMPLETED");
        return done;
    }

    /** The most that a full collection left so far. */
    private static int inUse() throws IOException {
        return FULL.matcher(Files.readString(COLLECTIONS))
                .results()
                .mapToInt(full -> Integer.parseInt(full.group(1)))
                .max()
                .orElse(0);
    }
}
