package io.merkato.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ManifestTest {

    @Test
    void a_document_with_a_number_that_takes_too_long_is_not_read() {
        assertThat(Manifest.Entry.seen("shop", document(1_000))).isPresent();
        assertThat(Manifest.Entry.seen("shop", document(1_001))).isEmpty();
    }

    @Test
    void a_document_with_an_exponent_that_is_too_large_is_not_read() {
        String document = "query ($a: Float = 1e%d) { __typename }";
        assertThat(Manifest.Entry.seen("shop", document.formatted(Integer.MAX_VALUE)))
                .isPresent();
        assertThat(Manifest.Entry.seen("shop", document.formatted(99_999_999_999L)))
                .isEmpty();
    }

    private static String document(int digits) {
        return "{ products(first: " + "9".repeat(digits) + ") { nodes { id } } }";
    }
}
