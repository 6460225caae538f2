package io.merkato.identity;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Socket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

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
    void where_some_origins_may_ask_no_cache_keeps_that_another_may_not() throws Exception {
        var request = new MockHttpServletRequest("GET", "/graphql");
        request.addHeader("Origin", "https://elsewhere.example");
        var response = new MockHttpServletResponse();

        requireNonNull(new SecurityConfiguration()
                        .cors(List.of("https://shop.example"))
                        .getFilter())
                .doFilter(request, response, new MockFilterChain());

        assertThat(response.getStatus()).isEqualTo(403);
        assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
        assertThat(response.getHeader("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void a_page_can_read_that_its_credential_is_over() {
        var answer =
                client.as("over").post("/graphql", "application/json", "{\"query\":\"{ viewer { permissions } }\"}");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("http://localhost:5173");
    }
}
