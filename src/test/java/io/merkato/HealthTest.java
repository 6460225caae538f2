package io.merkato;

import static io.merkato.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@MerkatoTest
class HealthTest {

    @LocalServerPort
    int port;

    @Test
    void without_its_database_the_application_lives_but_is_not_ready() throws Exception {
        assertThat(status("readiness")).isEqualTo(200);
        shutOut();
        try {
            assertThat(status("liveness")).isEqualTo(200);
            assertThat(status("readiness")).isEqualTo(503);
        } finally {
            superuser("alter role merkato_app connection limit -1");
        }
        await().until(() -> status("readiness") == 200);
    }

    private static void shutOut() throws SQLException {
        superuser("alter role merkato_app connection limit 0");
        superuser("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'merkato_app'");
    }

    private static void superuser(String sql) throws SQLException {
        try (var connection = TestDatabase.superuser();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int status(String group) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/health/" + group))
                    .build();
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }
}
