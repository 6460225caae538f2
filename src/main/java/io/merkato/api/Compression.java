package io.merkato.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.zip.GZIPOutputStream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** gzip of answers with a strong entity tag, which the server itself leaves as they are, since other bytes need another tag. Its settings hold here too. */
@Component
class Compression {

    private final boolean enabled;
    private final long least;

    Compression(
            @Value("${server.compression.enabled:false}") boolean enabled,
            @Value("${server.compression.min-response-size:2KB}") DataSize least) {
        this.enabled = enabled;
        this.least = least.toBytes();
    }

    boolean takes(int bytes) {
        return enabled && bytes >= least;
    }

    /** Whether {@code Accept-Encoding} names gzip and does not rule it out. */
    static boolean isAccepted(HttpServletRequest request) {
        if (request.getHeader(HttpHeaders.ACCEPT_ENCODING) == null) {
            return false;
        }
        return Collections.list(request.getHeaders(HttpHeaders.ACCEPT_ENCODING)).stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(coding -> coding.replace(" ", "").toLowerCase(java.util.Locale.ROOT))
                .anyMatch(coding ->
                        coding.equals("gzip") || coding.startsWith("gzip;q=") && !coding.matches("gzip;q=0(\\.0*)?"));
    }

    static byte[] zipped(byte[] body) {
        var bytes = new ByteArrayOutputStream(body.length / 2);
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new IllegalStateException("Memory can be written to", e);
        }
        return bytes.toByteArray();
    }
}
