package io.merkato.bulk;

import io.merkato.api.Fault;
import io.merkato.api.Grant;
import io.merkato.api.Uuid7;
import io.merkato.tenancy.TenantContext;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Takes files in: through a file on this machine's disk, so that a slow sender holds no transaction open. */
@Component
class Uploads {

    private final UploadRepository repository;
    private final BulkProperties properties;

    Uploads(UploadRepository repository, BulkProperties properties) {
        this.repository = repository;
        this.properties = properties;
    }

    /** @throws Fault {@code BAD_USER_INPUT} when it is empty or larger than configured */
    Upload receive(TenantContext tenant, Grant grant, String fileName, InputStream content) {
        try {
            Path spool = Files.createTempFile("merkato-upload", ".csv");
            try {
                var upload =
                        new Upload(new Upload.Id(Uuid7.next()), name(fileName), spool(content, spool), Instant.now());
                return tenant.transact(grant, tx -> {
                    repository.deleteOlder(tx, Instant.now().minus(properties.keepUploads()));
                    try (InputStream spooled = new BufferedInputStream(Files.newInputStream(spool))) {
                        repository.insert(tx, upload, spooled);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return upload;
                });
            } finally {
                Files.delete(spool);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long spool(InputStream content, Path spool) throws IOException {
        long bytes = 0;
        byte[] some = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(spool)) {
            for (int n = content.read(some); n >= 0; n = content.read(some)) {
                bytes += n;
                if (bytes > properties.maxUpload().toBytes()) {
                    throw Fault.badInput(
                            "The file is larger than " + properties.maxUpload().toMegabytes() + " MB.");
                }
                out.write(some, 0, n);
            }
        }
        if (bytes == 0) {
            throw Fault.badInput("The file is empty.");
        }
        return bytes;
    }

    private static String name(String fileName) {
        String name = fileName.replaceAll("[\\p{Cntrl}/\\\\]", "").strip();
        return name.isEmpty() ? "products.csv" : name.substring(0, Math.min(name.length(), 255));
    }
}
