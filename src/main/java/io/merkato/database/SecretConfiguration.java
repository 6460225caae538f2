package io.merkato.database;

import io.merkato.api.Secrets;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one secret: configured as {@code merkato.secret}, or made at the first start beside the embedded database. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseProperties.class)
class SecretConfiguration {

    @Bean
    Secrets secrets(
            @Value("${merkato.secret:#{null}}") @Nullable String configured,
            DatabaseProperties properties,
            ObjectProvider<EarlyPostgres> embedded)
            throws IOException {
        if (configured != null) {
            return new Secrets(Base64.getDecoder().decode(configured));
        }
        if (embedded.getIfAvailable() == null) {
            throw new IllegalStateException(
                    "Set merkato.secret to 32 random bytes in base 64, the same on every node: openssl rand -base64 32");
        }
        return new Secrets(
                Base64.getDecoder().decode(kept(properties.directory().resolve("secret"))));
    }

    /** Written beside and moved, so that it is there as a whole or not at all. */
    private static String kept(Path file) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        if (!Files.exists(file)) {
            byte[] fresh = new byte[32];
            new SecureRandom().nextBytes(fresh);
            Path unfinished = Files.createTempFile(folder, "secret", ".unfinished"); // which others may not read
            Files.writeString(unfinished, Base64.getEncoder().encodeToString(fresh));
            try {
                Files.move(unfinished, file);
            } catch (FileAlreadyExistsException e) {
                Files.delete(unfinished);
            }
        }
        return Files.readString(file).strip();
    }
}
