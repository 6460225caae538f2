package io.merkato;

import java.util.Map;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** The people of the demo shops, signed in. */
@Lazy
@Component
class DemoLogins {

    private final Client client;

    DemoLogins(Client client) {
        this.client = client;
    }

    Client owner(String slug) {
        Client there = client.in(slug);
        return there.as(there.data("""
                        mutation ($login: String!) { signIn(input: {login: $login, password: "merkato-demo"}) { tokens { accessToken } userErrors { code } } }
                        """, Map.of("login", "owner@" + slug + ".example"))
                .at("/signIn/tokens/accessToken")
                .asString());
    }
}
