package io.merkato.demo;

import io.merkato.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The examples of GraphiQL, and the people of the demo tenants who run them. */
final class Examples {

    static final Path FOLDER = Path.of("src/main/resources/graphiql/examples");

    private Examples() {}

    static String example(String name) throws IOException {
        return Files.readString(FOLDER.resolve(name));
    }

    /** @return their access token */
    static String signIn(Client client, String tenant, String login) {
        return client.in(tenant)
                .data(
                        "mutation($login: String!, $password: String!) { signIn(input: {login: $login, password: $password}) { tokens { accessToken } userErrors { message } } }",
                        Map.of("login", login, "password", PeopleRows.PASSWORD_OF_ALL))
                .at("/signIn/tokens/accessToken")
                .asString();
    }
}
