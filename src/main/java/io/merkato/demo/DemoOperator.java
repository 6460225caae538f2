package io.merkato.demo;

import static io.merkato.jooq.identity.Tables.PASSWORD;
import static io.merkato.jooq.identity.Tables.PLATFORM_OPERATOR;
import static io.merkato.jooq.identity.Tables.USER;

import io.merkato.tenancy.PlatformContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Somebody to try the platform's own operations as, with the embedded database only. Whoever operates the platform can
 * reach every tenant, so this login has no password that others know: it is made up at the first start and kept in a file.
 */
@Component
@Conditional(DemoWanted.class)
class DemoOperator {

    private static final Logger LOG = LoggerFactory.getLogger(DemoOperator.class);
    private static final String EMAIL = "operator@merkato.example";

    private final PlatformContext platform;
    private final boolean embedded;
    private final Path file;

    DemoOperator(
            PlatformContext platform,
            Environment environment,
            @Value("${merkato.database.directory:.merkato}") Path directory) {
        this.platform = platform;
        this.embedded = !environment.containsProperty("spring.datasource.url");
        this.file = directory.resolve("operator-password");
    }

    /** Makes the login where there is none, and says where its password is. */
    void prepare() {
        if (!embedded) {
            return;
        }
        UUID id = new DemoIds("merkato").of("user", EMAIL);
        platform.transact(tx -> {
            boolean known = tx.sql().fetchExists(USER, USER.EMAIL_NORMALISED.eq(EMAIL));
            if (!known) {
                tx.sql()
                        .insertInto(USER)
                        .set(USER.ID.coerce(UUID.class), id)
                        .set(USER.EMAIL, EMAIL)
                        .set(USER.EMAIL_NORMALISED, EMAIL)
                        .set(USER.EMAIL_VERIFIED_AT, Instant.now())
                        .set(USER.NAME, "Demo operator")
                        .execute();
                tx.sql()
                        .insertInto(PASSWORD)
                        .set(PASSWORD.USER_ID.coerce(UUID.class), id)
                        .set(PASSWORD.NUMBER, 1)
                        .set(PASSWORD.HASH, PeopleRows.hash(freshPassword()))
                        .execute();
                tx.sql()
                        .insertInto(PLATFORM_OPERATOR)
                        .set(PLATFORM_OPERATOR.USER_ID.coerce(UUID.class), id)
                        .execute();
            }
            return known;
        });
        LOG.info("To try what platform operators do, sign in as {} with the password in {}", EMAIL, file);
    }

    private String freshPassword() {
        byte[] random = new byte[12];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        try {
            Files.deleteIfExists(file);
            Files.createFile(file);
            if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            Files.writeString(file, password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return password;
    }
}
