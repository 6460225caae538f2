package io.merkato.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ManifestTest {

    @Test
    void a_document_with_a_number_that_takes_too_long_is_not_read() {
        assertThat(Manifest.Entry.of("shop", document(1_000))).isPresent();
        assertThat(Manifest.Entry.of("shop", document(1_001))).isEmpty();
    }

    private static String document(int digits) {
        return "{ products(first: " + "9".repeat(digits) + ") { nodes { id } } }";
    }
}
