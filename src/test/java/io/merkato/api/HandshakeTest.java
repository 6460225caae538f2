package io.merkato.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** What only claims to become a WebSocket is read as strictly as everything else; written by hand, as no HTTP client would send it. */
@MerkatoTest
class HandshakeTest {

    /** A name twice, so that whoever takes it has read it less strictly than the endpoint does. */
    private static final String TWICE = "{\"query\":\"{ nope }\",\"query\":\"{ __typename }\"}";

    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13";

    private final int port;

    HandshakeTest(ServletWebServerApplicationContext application) {
        this.port = requireNonNull(application.getWebServer()).getPort();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Upgrade: websocket
            Upgrade: websocket~Connection: Upgrade
            Upgrade: WebSocket~Connection: keep-alive, Upgrade~Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==~Sec-WebSocket-Version: 13
            """)
    void a_post_is_no_handshake(String headers) throws IOException {
        assertThat(sent("POST", headers.replace("~", "\r\n"), TWICE))
                .startsWith("HTTP/1.1 400 ")
                .contains("BAD_USER_INPUT");
    }

    @Test
    void a_get_that_lacks_a_part_of_one_is_answered_as_any_other() throws IOException {
        for (String headers : new String[] {
            "Upgrade: websocket", "Upgrade: websocket\r\nConnection: Upgrade", "Upgrade: websocket\r\n" + KEY
        }) {
            assertThat(sent("GET", headers, ""))
                    .as(headers)
                    .startsWith("HTTP/1.1 400 ")
                    .contains("The request names no document");
        }
    }

    @Test
    void with_a_stale_credential_a_handshake_is_refused_and_what_only_claims_to_be_one_may_renew_it()
            throws IOException {
        String stale = "Authorization: Bearer undefined\r\nUpgrade: websocket";
        assertThat(
                        sent(
                                "POST",
                                stale,
                                "{\"query\":\"mutation { tokenRefresh(input: {refreshToken: \\\"none\\\"}) { userErrors { code } } }\"}"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(sent("GET", stale + "\r\nConnection: Upgrade\r\n" + KEY, ""))
                .startsWith("HTTP/1.1 401 ")
                .contains("INVALID");
    }

    @Test
    void all_of_one_is_a_handshake() throws IOException {
        assertThat(sent("GET", "Upgrade: websocket\r\nConnection: Upgrade\r\n" + KEY, ""))
                .startsWith("HTTP/1.1 101 ");
    }

    private String sent(String method, String headers, String body) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout((int) Patience.MOST.toMillis());
            socket.getOutputStream()
                    .write((method + " /graphql HTTP/1.1\r\nHost: localhost\r\nMerkato-Tenant: abol\r\n"
                                    + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n"
                                    + headers + "\r\n\r\n" + body)
                            .getBytes(ISO_8859_1));
            return answer(socket.getInputStream());
        }
    }

    /** As far as it came: an upgraded connection, and one that is kept, stay open. */
    private static String answer(InputStream from) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = from.read();
            if (next < 0) {
                return head.toString();
            }
            head.append((char) next);
        }
        var length =
                java.util.regex.Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
        return length.find()
                ? head + new String(from.readNBytes(Integer.parseInt(length.group(1))), UTF_8)
                : head.toString();
    }
}
