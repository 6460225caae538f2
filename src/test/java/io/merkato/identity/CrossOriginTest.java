package io.merkato.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Socket;
import java.util.Map;
import org.junit.jupiter.api.Test;

@MerkatoTest
class CrossOriginTest {

    private final Client client;
    private final Merchants merchants;

    CrossOriginTest(Client client, Merchants merchants) {
        this.merchants = merchants;
        this.client = client.with("Origin", "http://localhost:5173");
    }

    @Test
    void a_page_of_any_origin_may_ask_and_no_cookie_goes_along() {
        var answer = client.post("/graphql", "application/json", "{\"query\":\"{ viewer { permissions } }\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("http://localhost:5173");
        assertThat(answer.headers().firstValue("Access-Control-Expose-Headers")).contains("Trace-Id");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void a_page_of_any_origin_may_open_a_socket() {
        try (Socket socket = client.socketByHandshake()) {
            assertThat(socket.begin(Map.of("Merkato-Tenant", merchants.open().slug())))
                    .contains("connection_ack");
        }
    }

    @Test
    void a_page_can_read_that_its_credential_is_over() {
        var answer =
                client.as("over").post("/graphql", "application/json", "{\"query\":\"{ viewer { permissions } }\"}");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("http://localhost:5173");
    }
}
