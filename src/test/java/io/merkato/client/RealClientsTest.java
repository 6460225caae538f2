package io.merkato.client;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.Merchants.Merchant;
import io.merkato.MerkatoTest;
import io.merkato.identity.BuiltInRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Apollo Client, urql, Relay's compiler and graphql-codegen as npm has them, against this server; {@code src/test/clients} is what they do. Needs
 * Node, and once the packages: {@code .ci/run} asks for both by {@code MERKATO_CLIENTS=needed}, elsewhere it is left out without them.
 */
@MerkatoTest
class RealClientsTest {

    private static final Path CLIENTS = Path.of("src/test/clients");

    private final Merchants merchants;
    private final ServletWebServerApplicationContext application;

    RealClientsTest(Merchants merchants, ServletWebServerApplicationContext application) {
        this.merchants = merchants;
        this.application = application;
    }

    @Test
    void they_find_what_they_look_for() throws IOException, InterruptedException {
        boolean needed = "needed".equals(System.getenv("MERKATO_CLIENTS"));
        assumeTrue(needed || answers("node", "--version"), "There is no Node");
        assumeTrue(
                areThoseOfTheLock() || answers("npm", "ci", "--no-audit", "--no-fund") || needed,
                "npm does not reach its registry");
        Merchant merchant = merchants.open();
        Client owner = merchants.staff(merchant, BuiltInRole.OWNER);
        for (int i = 0; i < 3; i++) {
            String product = owner.data(
                            "mutation ($n: String!) { productCreate(input: {name: $n, kind: SIMPLE, variants: [{sku: $n}]}) { product { id } } }",
                            Map.of("n", "CUP-" + i))
                    .at("/productCreate/product/id")
                    .asString();
            owner.data(
                    "mutation ($id: ID!) { productPublish(id: $id) { userErrors { code } } }", Map.of("id", product));
        }
        owner.data("mutation { clientApplicationCreate(input: {code: \"relay\"}) { userErrors { code } } }");

        JsonNode found = run(
                merchant.slug(),
                requireNonNull(owner.headers().get("Authorization")).substring(7));

        assertThat(found.get("apollo").toString())
                .isEqualTo(
                        "{\"counts\":[1,2],\"refused\":\"UNAUTHENTICATED\",\"wire\":[\"GET hash 200 PERSISTED_QUERY_NOT_FOUND\","
                                + "\"POST text 200 data\",\"GET hash 200 data\",\"POST hash 200 PERSISTED_QUERY_NOT_FOUND\",\"POST text 200 UNAUTHENTICATED\"]}");
        assertThat(found.get("urql").toString())
                .isEqualTo(
                        "{\"counts\":[1,2,3],\"wrong\":\"BAD_USER_INPUT\",\"wire\":[\"GET hash 200 PERSISTED_QUERY_NOT_FOUND\","
                                + "\"GET text 200 data\",\"GET hash 200 data\",\"GET text 200 data\",\"GET text 400 BAD_USER_INPUT\"]}");
        assertThat(found.get("relay").toString())
                .isEqualTo("{\"registered\":{\"registered\":1,\"unchanged\":0},\"count\":2}");
        assertThat(found.get("codegen").asString())
                .isEqualTo("export type ListingQuery = { products: { nodes: Array<{ slug: string }> } };");
    }

    /** The clients that lie there are not older than what they should be. */
    private static boolean areThoseOfTheLock() throws IOException {
        Path installed = CLIENTS.resolve("node_modules/.package-lock.json");
        return Files.exists(installed)
                && Files.getLastModifiedTime(installed)
                                .compareTo(Files.getLastModifiedTime(CLIENTS.resolve("package-lock.json")))
                        >= 0;
    }

    private JsonNode run(String tenant, String token) throws IOException, InterruptedException {
        var node = new ProcessBuilder("node", "run.mjs")
                .directory(CLIENTS.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        node.environment()
                .putAll(Map.of(
                        "MERKATO_URL",
                        "http://127.0.0.1:"
                                + requireNonNull(application.getWebServer()).getPort(),
                        "MERKATO_TENANT",
                        tenant,
                        "MERKATO_TOKEN",
                        token));
        Process process = node.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return JsonMapper.shared().readTree(printed);
    }

    private static boolean answers(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .directory(CLIENTS.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroy();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
