package io.merkato.identity;

import io.merkato.api.Uuid7;
import io.merkato.database.EarlyPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Where a developer finds what would have been sent: one file per message in {@code merkato.identity.mailbox}, by default
 * in the folder of the embedded database. With a database of one's own and nothing configured it writes nothing.
 */
@Component
class Mailbox {

    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final MessageText texts;
    private final @Nullable Path folder;

    Mailbox(
            MessageText texts,
            IdentityProperties properties,
            ObjectProvider<EarlyPostgres> embedded,
            @Value("${merkato.database.directory:.merkato}") Path directory) {
        this.texts = texts;
        this.folder = properties.mailbox() == null && embedded.getIfAvailable() != null
                ? directory.resolve("mailbox")
                : properties.mailbox();
    }

    @EventListener
    void deliver(TokenIssued message) throws IOException {
        if (folder == null) {
            return;
        }
        if (!Files.exists(folder)) {
            Files.createDirectories(folder);
            keep(folder, "rwx------");
        }
        Path file = folder.resolve(Uuid7.next() + ".txt");
        Files.createFile(file);
        keep(file, "rw-------");
        MessageText.Text text = texts.of(message);
        Files.writeString(file, "To: " + message.to() + "\nSubject: " + text.subject() + "\n\n" + text.body() + "\n");
        LOG.info("A message is in {}", file);
    }

    private static void keep(Path path, String permissions) throws IOException {
        if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }
}
