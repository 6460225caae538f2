package io.merkato.bulk;

import io.merkato.api.Fault;
import io.merkato.api.Grant;
import io.merkato.api.Permission;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.tenancy.AtOnce;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantUpkeep;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.apache.coyote.BadRequestException;
import org.springframework.stereotype.Component;

/** Takes files in: through a file on this machine's disk, so that a slow sender holds no transaction open. */
@Component
class Uploads implements TenantUpkeep {

    /** A file of one row takes as much to keep and to list as any. */
    private static final int MOST_KEPT = 1_000;

    /** How many are dropped at a time, as each may be as large as a file may be. */
    private static final int BATCH = 5;

    /** A file on its way, and what it is called. */
    record Sent(String fileName, InputStream content) {}

    private final UploadRepository repository;
    private final BulkProperties properties;
    private final AtOnce underWay = new AtOnce(4, "UPLOADS_AT_ONCE", "Send 4 files at once at most.");
    private final Object[] turns = Stream.generate(Object::new).limit(64).toArray();

    Uploads(UploadRepository repository, BulkProperties properties) {
        this.repository = repository;
        this.properties = properties;
    }

    /**
     * Takes one file in.
     *
     * @param arrival asked for once there is a place
     * @throws Refused where the tenant's files are as large together, or as many, as they may be
     * @throws Fault {@code BAD_USER_INPUT} when it is empty or larger than configured, {@code THROTTLED} while this tenant sends too many
     */
    <E extends Exception> Upload receive(TenantContext tenant, Grant grant, AtOnce.Work<Sent, E> arrival) throws E {
        return underWay.during(tenant, () -> {
            requireRoom(tenant, 1);
            return store(tenant, grant, arrival.carryOut());
        });
    }

    /** One after the other for each tenant, so that two do not take the same room. */
    private Upload store(TenantContext tenant, Grant grant, Sent sent) {
        try (InputStream content = sent.content()) {
            try (FileChannel spool = open(Files.createTempFile("merkato-upload", ".csv"))) {
                var upload = new Upload(
                        new Upload.Id(Uuid7.next()), name(sent.fileName()), spool(content, spool), Instant.now());
                synchronized (turns[Math.floorMod(tenant.id().hashCode(), turns.length)]) {
                    return tenant.transact(grant, tx -> {
                        repository.deleteUnused(tx, unusedBefore(), MOST_KEPT);
                        repository.deleteImported(tx, importedBefore(), MOST_KEPT);
                        makeRoom(tx, upload.bytes());
                        try {
                            repository.insert(tx, upload, Channels.newInputStream(spool.position(0)));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        return upload;
                    });
                }
            }
        } catch (BadRequestException e) {
            throw Fault.badInput("The file did not arrive whole.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whoever sent it was never told that it is there. */
    void drop(TenantContext tenant, Grant grant, Upload.Id id) {
        tenant.transact(grant, tx -> {
            repository.delete(tx, id);
            return true;
        });
    }

    /** Has no name from here on, so that it is gone with this process, however that ends. */
    private static FileChannel open(Path spool) throws IOException {
        return FileChannel.open(
                spool, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    @Override
    public void tidy(TenantContext tenant) {
        repeat(tenant, tx -> repository.deleteUnused(tx, unusedBefore(), BATCH));
        repeat(tenant, tx -> repository.deleteImported(tx, importedBefore(), BATCH));
    }

    private static void repeat(TenantContext tenant, ToIntFunction<TenantContext> batch) {
        Grant grant = Viewer.system("uploadUpkeep").may(Permission.CATALOG_WRITE);
        int done;
        do {
            done = tenant.transact(grant, batch::applyAsInt);
        } while (done > 0);
    }

    private Instant unusedBefore() {
        return Instant.now().minus(properties.keepUnused());
    }

    private Instant importedBefore() {
        return Instant.now().minus(properties.keepImported());
    }

    private void makeRoom(TenantContext tx, long bytes) {
        requireRoom(tx, bytes);
        UploadRepository.Kept kept = repository.kept(tx);
        if (kept.bytes() + bytes > properties.maxKept().toBytes() || kept.files() >= MOST_KEPT) {
            repository.deleteImported(tx, Instant.now(), MOST_KEPT);
        }
    }

    private void requireRoom(TenantContext tenant, long bytes) {
        UploadRepository.Kept waiting = repository.waiting(tenant);
        if (waiting.bytes() + bytes > properties.maxKept().toBytes()) {
            throw full("Files that wait to be imported may have "
                    + properties.maxKept().toMegabytes()
                    + " MB together; import them, or wait until they are dropped.");
        }
        if (waiting.files() >= MOST_KEPT) {
            throw full("No more than " + MOST_KEPT
                    + " files wait to be imported; import them, or wait until they are dropped.");
        }
    }

    private static Refused full(String words) {
        return new Refused(Refusal.of(UserErrorCode.NOT_ALLOWED, words, "file"));
    }

    private long spool(InputStream content, FileChannel spool) throws IOException {
        long bytes = 0;
        byte[] some = new byte[1 << 16];
        OutputStream out = Channels.newOutputStream(spool);
        for (int n = content.read(some); n >= 0; n = content.read(some)) {
            bytes += n;
            if (bytes > properties.maxUpload().toBytes()) {
                throw Fault.badInput(
                        "The file is larger than " + properties.maxUpload().toMegabytes() + " MB.");
            }
            out.write(some, 0, n);
        }
        if (bytes == 0) {
            throw Fault.badInput("The file is empty.");
        }
        return bytes;
    }

    private static String name(String fileName) {
        String name = fileName.replaceAll("[\\p{Cntrl}/\\\\]", "").strip();
        return name.isEmpty()
                ? "products.csv"
                : name.substring(0, name.offsetByCodePoints(0, Math.min(name.codePointCount(0, name.length()), 255)));
    }
}
