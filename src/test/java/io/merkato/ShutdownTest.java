package io.merkato;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The process is asked to end by SIGTERM, which Windows does not have, while a request has sent half of what it asks. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ShutdownTest {

    private static final int ENDED_BY_SIGTERM = 128 + 15;
    private static final String ASKED = "{\"query\":\"{ plans { code } }\"}";

    @Test
    void a_request_under_way_is_answered_while_no_new_one_is_let_in_and_then_the_process_and_its_database_end_in_order()
            throws Exception {
        try (var application = OwnProcess.start(List.of("-Xmx256m"), "--merkato.demo=false");
                var request = connect(application.port())) {
            var answer = new BufferedReader(new InputStreamReader(request.getInputStream(), US_ASCII));
            send(request, """
                    POST /graphql HTTP/1.1\r
                    Host: localhost\r
                    Content-Type: application/json\r
                    Content-Length: %d\r
                    Expect: 100-continue\r
                    Connection: close\r
                    \r
                    """.formatted(ASKED.length()));
            assertThat(answer.readLine()).startsWith("HTTP/1.1 100");
            send(request, ASKED.substring(0, 10));

            application.terminate();
            await().atMost(ofSeconds(15)).until(() -> isShut(application.port()));
            assertThat(application.isRunning()).isTrue();
            send(request, ASKED.substring(10));

            assertThat(answer.lines().collect(Collectors.joining("\n")))
                    .contains("HTTP/1.1 200")
                    .contains("{\"data\":{\"plans\":[{\"code\":\"basic\"}");
            assertThat(application.ended()).isEqualTo(ENDED_BY_SIGTERM);
            assertThat(application.data().resolve("postmaster.pid")).doesNotExist();
            assertThat(Files.readString(application.data().resolve("server.log")))
                    .contains("received fast shutdown request")
                    .endsWith("database system is shut down\n");
        }
    }

    private static Socket connect(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static void send(Socket request, String text) throws IOException {
        request.getOutputStream().write(text.getBytes(US_ASCII));
        request.getOutputStream().flush();
    }

    private static boolean isShut(int port) throws IOException {
        try (Socket another = connect(port)) {
            return false;
        } catch (ConnectException e) {
            return true;
        }
    }
}
