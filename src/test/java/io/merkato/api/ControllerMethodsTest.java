package io.merkato.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@MerkatoTest
class ControllerMethodsTest {

    private final Client visitor;
    private final Statements statements;

    ControllerMethodsTest(Client client, Statements statements) {
        this.visitor = client.in("abol");
        this.statements = statements;
    }

    @Test
    void an_error_of_the_machine_ends_its_field_and_no_other() {
        statements.failOnceUnconnected("\"catalog\".\"variant\"", () -> {
            throw new StackOverflowError("Too deep");
        });
        JsonNode answer = visitor.run(
                "{ tenant { slug } failed: productVariantBySku(sku: \"NONE\") { sku } then: productVariantBySku(sku: \"NONE\") { sku } }");

        assertThat(answer.get("data")).hasToString("{\"tenant\":{\"slug\":\"abol\"},\"failed\":null,\"then\":null}");
        assertThat(answer.get("errors")).hasSize(1);
        assertThat(answer.at("/errors/0/path")).hasToString("[\"failed\"]");
        assertThat(answer.at("/errors/0/extensions/code").asString()).isEqualTo("INTERNAL_ERROR");
    }
}
