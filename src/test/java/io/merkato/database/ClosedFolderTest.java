package io.merkato.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Under root, without user namespaces, PostgreSQL runs as nobody, whom a folder of mktemp lets in nowhere. */
class ClosedFolderTest {

    @Test
    void the_outermost_folder_that_is_closed_is_named(@TempDir Path temporary) throws IOException {
        Path top = temporary.toRealPath();
        Path data = Files.createDirectories(top.resolve("jar/.merkato/data"));
        permit(top, "rwx------");
        permit(top.resolve("jar"), "rwxr-x---");
        permit(top.resolve("jar/.merkato"), "rwx--x--x");
        permit(data, "rwx--x--x");

        assertThat(EmbeddedPostgres.closed(data)).contains(top);
        permit(top, "rwx--x--x");
        assertThat(EmbeddedPostgres.closed(data)).contains(top.resolve("jar"));
        permit(top.resolve("jar"), "rwx--x--x");
        assertThat(EmbeddedPostgres.closed(data)).isEmpty();
    }

    private static void permit(Path folder, String permissions) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    }
}
