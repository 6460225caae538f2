package io.merkato.database;

import io.merkato.api.Secrets;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

    private static String kept(Path file) throws IOException {
        byte[] fresh = new byte[32];
        new SecureRandom().nextBytes(fresh);
        Files.createDirectories(file.toAbsolutePath().getParent());
        try {
            Files.createFile(file);
            if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            Files.writeString(file, Base64.getEncoder().encodeToString(fresh));
        } catch (FileAlreadyExistsException e) {
            return Files.readString(file).strip();
        }
        return Base64.getEncoder().encodeToString(fresh);
    }
}
