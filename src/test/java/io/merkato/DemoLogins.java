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
        return person(slug, "owner@" + slug + ".example");
    }

    Client person(String slug, String login) {
        Client there = client.in(slug);
        return there.as(there.data("""
                        mutation ($login: String!) { signIn(input: {login: $login, password: "merkato-demo"}) { tokens { accessToken } userErrors { code } } }
                        """, Map.of("login", login))
                .at("/signIn/tokens/accessToken")
                .asString());
    }
}
