package io.merkato.api;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Compresses answers to documents, by Brotli (RFC 7932) or gzip, as {@code Accept-Encoding} has it. The server itself knows gzip alone, and leaves what
 * has a strong entity tag as it is, since other bytes need another tag. Its settings hold here too.
 */
@Component
class Compression {

    /** The one that makes more of the same time stands first. */
    enum Coding {
        BROTLI("br") {
            @Override
            byte[] encoded(byte[] body) throws IOException {
                return Encoder.compress(body, QUALITY);
            }
        },
        GZIP("gzip") {
            @Override
            byte[] encoded(byte[] body) throws IOException {
                var bytes = new ByteArrayOutputStream(body.length / 2);
                try (var gzip = new GZIPOutputStream(bytes)) {
                    gzip.write(body);
                }
                return bytes.toByteArray();
            }
        };

        /** Of a page of 20 products it makes a tenth less than gzip in twice its time, of answers of some 100 kB in half. */
        private static final Encoder.Parameters QUALITY =
                Encoder.Parameters.create(5).setMode(Encoder.Mode.TEXT);

        private final String token;

        Coding(String token) {
            this.token = token;
        }

        abstract byte[] encoded(byte[] body) throws IOException;

        /** As {@code Content-Encoding} and {@code Accept-Encoding} have it. */
        String token() {
            return token;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Compression.class);

    private final boolean enabled;
    private final long least;

    /** Its library is loaded when somebody first asks for it, not while Merkato starts. */
    private static final class Brotli {

        static final boolean RUNS_HERE = runsHere();

        private static boolean runsHere() {
            if (!Brotli4jLoader.isAvailable()) {
                LOG.info(
                        "Answers are compressed by gzip alone, as Brotli's library does not run here",
                        Brotli4jLoader.getUnavailabilityCause());
            }
            return Brotli4jLoader.isAvailable();
        }
    }

    Compression(
            @Value("${server.compression.enabled:false}") boolean enabled,
            @Value("${server.compression.min-response-size:2KB}") DataSize least) {
        this.enabled = enabled;
        this.least = least.toBytes();
    }

    /** Whether so much is compressed for who accepts that. */
    boolean takes(int bytes) {
        return enabled && bytes >= least;
    }

    /** Sends it as the request accepts it. */
    void send(HttpServletRequest request, HttpServletResponse response, byte[] body) throws IOException {
        if (takes(body.length)) {
            response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
            send(response, body, accepted(request));
        } else {
            send(response, body, null);
        }
    }

    static void send(HttpServletResponse response, byte[] body, @Nullable Coding coding) throws IOException {
        byte[] sent = body;
        if (coding != null) {
            sent = coding.encoded(body);
            response.setHeader(HttpHeaders.CONTENT_ENCODING, coding.token());
        }
        response.setContentLength(sent.length);
        response.getOutputStream().write(sent);
    }

    /** The coding that the request accepts most; null where it names none of them, or rules them out. */
    @Nullable
    Coding accepted(HttpServletRequest request) {
        if (request.getHeader(HttpHeaders.ACCEPT_ENCODING) == null) {
            return null;
        }
        Coding best = null;
        double most = 0;
        for (Coding each : Coding.values()) {
            double weight = weight(request, each.token());
            if (weight > most && (each != Coding.BROTLI || Brotli.RUNS_HERE)) {
                best = each;
                most = weight;
            }
        }
        return best;
    }

    /** By RFC 9110, 12.4.2; 0 where it is not named, or not as it has to be. */
    private static double weight(HttpServletRequest request, String coding) {
        for (String header : Collections.list(request.getHeaders(HttpHeaders.ACCEPT_ENCODING))) {
            for (String part :
                    header.toLowerCase(Locale.ROOT).replaceAll("[ \t]", "").split(",", -1)) {
                if (part.equals(coding)) {
                    return 1;
                }
                if (part.startsWith(coding + ";q=")) {
                    String weight = part.substring(coding.length() + 3);
                    return weight.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(weight) : 0;
                }
            }
        }
        return 0;
    }
}
