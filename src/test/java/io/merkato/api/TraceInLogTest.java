package io.merkato.api;

import static io.merkato.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.MerkatoTest;
import io.merkato.OwnProcess;
import io.merkato.TestDatabase;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A node that is asked to say what requests do. */
@MerkatoTest
class TraceInLogTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final Client client;

    TraceInLogTest(Client client) {
        this.client = client;
    }

    @Test
    void the_log_shows_the_statements_the_loaders_and_the_fields_of_a_request_under_its_trace_id() throws Exception {
        String[] settings = Stream.concat(
                        Arrays.stream(TestDatabase.settingsOfNode(TestDatabase.port())),
                        Stream.of("--merkato.observe-fields=true"))
                .toArray(String[]::new);
        try (var node = OwnProcess.start(OwnProcess.SMALL, settings)) {
            JsonNode answer = client.in("abol")
                    .with("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                    .to(node.port())
                    .run("{ products(first: 2) { nodes { brand { name } } } }");

            assertThat(answer.has("errors")).as(String.join("\n", node.said())).isFalse();
            await().until(() -> of(node, "graphql.request").count() == 1);
            assertThat(of(node, "merkato.statement")).anyMatch(line -> line.contains("from \"catalog\".\"product\""));
            assertThat(of(node, "graphql.datafetcher")).isNotEmpty();
            assertThat(of(node, "graphql.dataloader")).isNotEmpty();
        }
    }

    private static Stream<String> of(OwnProcess node, String name) {
        return node.said().stream().filter(line -> line.contains(TRACE) && line.contains(" ms " + name + " "));
    }
}
