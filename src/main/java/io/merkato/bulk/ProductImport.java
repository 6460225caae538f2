package io.merkato.bulk;

import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The import of one product file: what it is to do, and how far it came.
 *
 * @param message why it failed as a whole
 * @param productsRead those of the counts below together
 * @param bytesRead of the file's bytes
 * @param problems how many there are; no more than the first {@link ProductImportRepository#KEPT_PROBLEMS} are kept
 */
public record ProductImport(
        Id id,
        Upload.@Nullable Id uploadId,
        String fileName,
        long bytes,
        Locale locale,
        Currency currency,
        ProductImportStatus status,
        @Nullable String message,
        List<String> ignoredColumns,
        int productsRead,
        long bytesRead,
        int productsCreated,
        int productsUpdated,
        int productsUnchanged,
        int productsFailed,
        int problems,
        String startedBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    /** From 0 to 1; bytes are read ahead of products, so only a finished import is complete. */
    public double progress() {
        return status.isFinished() ? 1 : bytes == 0 ? 0 : Math.min(0.99, (double) bytesRead / bytes);
    }

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "product_import";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
