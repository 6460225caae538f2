package io.merkato.bulk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** Nobody in particular sends the beginning of a large form, and is answered before the rest of it: the server keeps none of it. */
@MerkatoTest
class AnonymousFormTest {

    private static final String FORM =
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nHandle";

    private final int port;

    AnonymousFormTest(ServletWebServerApplicationContext application) {
        this.port = requireNonNull(application.getWebServer()).getPort();
    }

    @ParameterizedTest
    @CsvSource({"/uploads, 401", "/imports/products, 401", "/graphql, 415", "/nowhere, 415", "/graphiql, 415"})
    void is_answered_at_once(String path, int status) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) Patience.MOST.toMillis());
            String head =
                    "POST %s HTTP/1.1\r\nHost: localhost\r\nMerkato-Tenant: abol\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 30000000\r\n\r\n"
                            .formatted(path);
            socket.getOutputStream().write((head + FORM).getBytes(US_ASCII));
            socket.getOutputStream().flush();

            assertThat(new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine())
                    .startsWith("HTTP/1.1 " + status);
        }
    }
}
