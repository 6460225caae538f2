package io.merkato.chaos;

import io.merkato.Client;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/** Who runs the platform and all of its shops. */
final class Person {

    static final String EMAIL = "hana@example.com";
    private static final String PASSWORD = "a long walk to Harar";

    private Person() {}

    static void appoint(Connection superuser) throws SQLException {
        try (PreparedStatement insert = superuser.prepareStatement("""
                with person as (
                    insert into identity.user (id, email, email_normalised, email_verified_at) values (gen_random_uuid(), ?, ?, now()) returning id),
                password as (insert into identity.password (user_id, number, hash) select id, 1, ? from person)
                insert into identity.platform_operator (user_id) select id from person""")) {
            insert.setString(1, EMAIL);
            insert.setString(2, EMAIL);
            insert.setString(3, new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2).encode(PASSWORD));
            insert.execute();
        }
    }

    static Client signedIn(Client where) {
        return where.as(Caller.does(
                        where,
                        "signIn(input: {login: \"" + EMAIL + "\", password: \"" + PASSWORD
                                + "\"}) { tokens { accessToken } userErrors { code message } }")
                .at("/tokens/accessToken")
                .asString());
    }
}
