package io.merkato.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import io.merkato.Client;
import io.merkato.MerkatoTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By {@code Accept-Encoding} (RFC 9110, 12.5.3). What has an entity tag is {@code PublicGetsTest}'s. */
@MerkatoTest
class CompressionTest {

    private static final String JSON = "application/json";
    private static final String LONG = "{\"query\":\"{ __schema { types { name } } }\"}";

    private final Client client;

    CompressionTest(Client client) {
        this.client = client.in("abol");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            br                            | br
            gzip, deflate, BR             | br
            gzip                          | gzip
            br;q=0.8, gzip;q=0.9          | gzip
            br; q=0.0, gzip               | gzip
            br;q=much, gzip;q=0.001       | gzip
            gzip;q=0, *;q=0.5             | ''
            deflate, identity             | ''
            """)
    void what_is_long_is_sent_by_the_coding_that_is_wanted_most(String accepted, String coding) throws IOException {
        var plain = client.post("/graphql", JSON, LONG);
        var packed = client.sendForBytes(
                "POST", "/graphql", Map.of("Content-Type", JSON, "Accept-Encoding", accepted), LONG.getBytes(UTF_8));

        assertThat(packed.headers().firstValue("Content-Encoding").orElse("")).isEqualTo(coding);
        assertThat(unpacked(packed.body(), coding))
                .startsWith(plain.body().substring(0, plain.body().indexOf(",\"extensions\"")));
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        for (var answer : List.of(plain, packed)) {
            assertThat(String.join(",", answer.headers().allValues("Vary"))).containsIgnoringCase("Accept-Encoding");
        }
    }

    @Test
    void what_is_short_is_sent_as_it_is() {
        var answer =
                client.with("Accept-Encoding", "br, gzip").post("/graphql", JSON, "{\"query\":\"{ __typename }\"}");

        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(answer.body()).startsWith("{\"data\":{\"__typename\":\"Query\"}");
    }

    private static String unpacked(byte[] body, String coding) throws IOException {
        var bytes = new ByteArrayInputStream(body);
        try (InputStream in = switch (coding) {
            case "br" -> new BrotliInputStream(bytes);
            case "gzip" -> new GZIPInputStream(bytes);
            default -> bytes;
        }) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
