package io.merkato.identity;

import static io.merkato.Merchants.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** As the operator's guide says to run behind a proxy: what a client writes into the header before the proxy does not count. */
@MerkatoTest
@DirtiesContext // an application of its own, whose connections end with it
@TestPropertySource(
        properties = {
            "server.forward-headers-strategy=native",
            "server.tomcat.remoteip.internal-proxies=127\\\\.0\\\\.0\\\\.1"
        })
class ForwardedAddressTest {

    private final Client client;
    private final String email = Merchants.email();

    ForwardedAddressTest(Client client, People people) {
        this.client = client;
        people.enrol(email, null, PASSWORD);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            203.0.113.9|203.0.113.9
            198.51.100.1, 203.0.113.9|203.0.113.9
            2001:db8::7|2001:db8:0:0:0:0:0:7
            unknown|null
            """)
    void a_session_comes_from_where_the_proxy_says(String forwarded, String ip) {
        String token = client.with("X-Forwarded-For", forwarded)
                .data(
                        "mutation ($l: String!, $p: String!) { signIn(input: {login: $l, password: $p}) { tokens { accessToken } } }",
                        Map.of("l", email, "p", PASSWORD))
                .at("/signIn/tokens/accessToken")
                .asString();

        assertThat(client.as(token)
                        .data("{ viewer { session { ip } } }")
                        .at("/viewer/session/ip")
                        .asString("null"))
                .isEqualTo(ip);
    }
}
