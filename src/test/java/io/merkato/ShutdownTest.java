package io.merkato;

import static io.merkato.Patience.await;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * The process is asked to end by SIGTERM, which Windows does not have, while a request has sent half of what it asks and others
 * come one after the other on connections that are kept open.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ShutdownTest {

    private static final int ENDED_BY_SIGTERM = 128 + 15;
    private static final int CLIENTS = 8;
    private static final String ASKED = "{\"query\":\"{ plans { code } }\"}";

    @Test
    void
            all_that_is_asked_is_answered_until_clients_are_told_to_leave_and_then_the_process_and_its_database_end_in_order()
                    throws Exception {
        try (var application = OwnProcess.start(OwnProcess.SMALL, "--merkato.demo=false");
                var request = connect(application.port());
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
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

            var answered = new AtomicInteger();
            List<Future<Integer>> asked = IntStream.range(0, CLIENTS)
                    .mapToObj(client -> clients.submit(() -> askUntilToldToLeave(application.port(), answered)))
                    .toList();
            await().until(() -> answered.get() > 20 * CLIENTS);
            application.terminate();
            for (Future<Integer> client : asked) {
                assertThat(client.get(Patience.MOST.toSeconds(), SECONDS)).isPositive();
            }
            await().until(() -> isShut(application.port()));
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

    /** How many were answered on one connection. */
    private static int askUntilToldToLeave(int port, AtomicInteger answered) throws Exception {
        int answers = 0;
        try (var client = HttpClients.custom().disableAutomaticRetries().build()) {
            for (boolean stays = true; stays; answers++) {
                var post = new HttpPost("http://127.0.0.1:" + port + "/graphql");
                post.setEntity(new StringEntity(ASKED, ContentType.APPLICATION_JSON));
                stays = client.execute(post, answer -> {
                    assertThat(answer.getCode()).isEqualTo(200);
                    assertThat(EntityUtils.toString(answer.getEntity())).startsWith("{\"data\":{\"plans\":[");
                    return !answer.containsHeader("Connection")
                            || !answer.getHeader("Connection").getValue().equals("close");
                });
                answered.incrementAndGet();
            }
        }
        return answers;
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
