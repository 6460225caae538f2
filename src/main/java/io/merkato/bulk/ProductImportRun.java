package io.merkato.bulk;

import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.api.Grant;
import io.merkato.api.MutationPayload;
import io.merkato.api.Permission;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.catalog.AttributeColumn;
import io.merkato.catalog.AttributeType;
import io.merkato.catalog.ProductSheets;
import io.merkato.catalog.SheetScope;
import io.merkato.tenancy.TenantContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one import out that this worker holds the lease of. Products and the count of how many were read are committed
 * together, chunk by chunk, so that whoever goes on after a crash neither leaves one out nor counts one twice.
 */
final class ProductImportRun {

    /** How long a statement waits for a chunk, which holds its import until it is committed. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(ProductImportRun.class);
    private static final int PRODUCTS_OF_CHUNK = 200;
    private static final int ROWS_OF_CHUNK = 1_000;
    private static final int BYTES_OF_CHUNK = 4_000_000;
    private static final int MOST_PRODUCTS = 200_000;
    private static final int ATTEMPTS = 3;

    /** How states of what passes begin: a node only reads, it gave way to another transaction, waited for a lock for too long, was stopped. */
    private static final Set<String> PASSING = Set.of("25006", "40", "55", "57");

    /** Of the end, which the audit log tells: what became of the whole file is one entry. */
    record Payload(List<UserError> userErrors) implements MutationPayload {}

    /** Another worker has the lease, or the import was cancelled. */
    private static final class LeaseLost extends RuntimeException {
        LeaseLost() {
            super(null, null, false, false);
        }
    }

    /** The plan allows fewer new products than when the chunk began. */
    private static final class RoomTaken extends RuntimeException {
        RoomTaken() {
            super(null, null, false, false);
        }
    }

    private final TenantContext tenant;
    private final ProductImportRepository imports;
    private final UploadRepository uploads;
    private final ProductSheets sheets;
    private final ProductImport job;
    private final UUID lease;
    private final Duration lasts;
    private final Grant grant;
    private final Map<String, String> refusals;
    private final Map<String, Long> lines = new HashMap<>();
    private int problems;
    private int created;
    /** Whether one was refused without words; of the others of a file the log would tell the same again. */
    private boolean wordless;

    ProductImportRun(
            TenantContext tenant,
            ProductImportRepository imports,
            UploadRepository uploads,
            ProductSheets sheets,
            ProductImport job,
            UUID lease,
            Duration lasts,
            Map<String, String> refusals) {
        this.tenant = tenant;
        this.imports = imports;
        this.uploads = uploads;
        this.sheets = sheets;
        this.job = job;
        this.lease = lease;
        this.lasts = lasts;
        this.refusals = refusals;
        this.grant = Viewer.system("product import").may(Permission.CATALOG_WRITE);
        this.problems = job.problems();
        this.created = job.productsCreated();
    }

    /** @param stopping whether to leave the rest to another worker */
    void carryOut(BooleanSupplier stopping) {
        try {
            if (imports.attempts(tenant, lease) > ATTEMPTS) {
                throw new UnreadableFile("Reading the file came to a sudden end " + ATTEMPTS
                        + " times at the same place; the rest of it was not read.");
            }
            read(stopping);
        } catch (LeaseLost e) {
            LOG.info("Import {} was taken from this worker", job.id());
        } catch (UnreadableFile e) {
            finish(ProductImportStatus.FAILED, String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            if (mayGoWellLater(e)) {
                LOG.warn("Import {} rests until its lease runs out", job.id(), e);
                return;
            }
            LOG.error("Import {} failed", job.id(), e);
            finish(ProductImportStatus.FAILED, "Something went wrong on our side; the rest of the file was not read.");
        }
    }

    /** Whether the database, or the tenant's share of it, had no room or no time. What never goes well ends with its attempts. */
    private static boolean mayGoWellLater(Throwable thrown) {
        return switch (thrown) {
            case Fault fault -> fault.code() == FaultCode.THROTTLED;
            case DataAccessException failed ->
                Fault.isOutage(failed) || PASSING.stream().anyMatch(failed.sqlState()::startsWith);
            default -> false;
        };
    }

    private void read(BooleanSupplier stopping) {
        Upload.Id upload = job.uploadId();
        if (upload == null) {
            throw new UnreadableFile("The file is no longer there.");
        }
        UploadRepository.Content content = uploads.open(tenant, upload);
        try (ProductFile file = ProductFile.open(content)) {
            var scope = new SheetScope(job.locale(), job.currency());
            List<AttributeColumn> columns = columns(file.header(), scope);
            var types = new HashMap<String, AttributeType>();
            columns.forEach(column -> types.put(column.code(), column.type()));
            var reader = new ProductReader(file.header(), file.decimalComma(), scope, types);
            ignore(file.header().ignored());
            for (int skipped = 0; skipped < job.productsRead() && file.hasNext(); skipped++) {
                seenBefore(file.next());
            }
            while (file.hasNext()) {
                chunk(file, reader, scope, columns, content);
                if (file.hasNext() && stopping.getAsBoolean()) {
                    tenant.transact(grant, tx -> imports.release(tx, lease));
                    return;
                }
            }
        }
        finish(ProductImportStatus.COMPLETED, null);
    }

    private void chunk(
            ProductFile file,
            ProductReader reader,
            SheetScope scope,
            List<AttributeColumn> columns,
            UploadRepository.Content content) {
        var entries = new ArrayList<ImportChunk.Entry>();
        UnreadableFile end = null;
        try {
            int rows = 0;
            long begun = content.bytesRead();
            while (file.hasNext()
                    && entries.size() < PRODUCTS_OF_CHUNK
                    && rows < ROWS_OF_CHUNK
                    && content.bytesRead() - begun < BYTES_OF_CHUNK) {
                ProductRows product = file.next();
                rows += product.rows().size();
                entries.add(new ImportChunk.Entry(product, repeated(product)));
            }
        } catch (UnreadableFile e) {
            end = e;
        }
        if (!entries.isEmpty()) {
            carryOut(new ImportChunk(sheets, reader, scope, columns, entries), content.bytesRead());
        }
        if (end != null) {
            throw end;
        }
    }

    private @Nullable ProductImportProblem repeated(ProductRows product) {
        Long earlier = seenBefore(product);
        return earlier == null
                ? null
                : new ProductImportProblem(
                        product.handle(),
                        product.line(),
                        Column.HANDLE.title(),
                        "The rows of one product stand together, and “" + product.handle() + "” began on line "
                                + earlier + ".");
    }

    private void carryOut(ImportChunk chunk, long bytesRead) {
        try {
            carryOut(chunk, bytesRead, false);
        } catch (RoomTaken e) {
            carryOut(chunk, bytesRead, true);
        }
    }

    /** @param alone whether all who add products wait for this chunk; else it may find in the end that others took the room */
    private void carryOut(ImportChunk chunk, long bytesRead, boolean alone) {
        try {
            commit(tx -> {
                ImportProgress outcome =
                        chunk.carryOut(tx, bytesRead, alone ? sheets.roomForSure(tx) : sheets.room(tx));
                if (!alone && outcome.created() > 0 && sheets.roomForSure(tx) < 0) {
                    throw new RoomTaken();
                }
                return outcome;
            });
        } catch (DataAccessException e) {
            String state = e.sqlState();
            if (!state.startsWith("22") && !state.startsWith("23")) {
                throw e;
            }
            if (chunk.size() == 1) {
                String reason = reason(e);
                commit(tx -> chunk.refused(attribute(e), reason, bytesRead));
            } else {
                chunk.halves().forEach(half -> carryOut(half, bytesRead));
            }
        }
    }

    /** The lease is looked at first and last: nothing is written after another worker took over. */
    private void commit(Function<TenantContext, ImportProgress> work) {
        ImportProgress progress = tenant.transact(grant, tx -> {
            if (!imports.lock(tx, lease)) {
                throw new LeaseLost();
            }
            ImportProgress outcome = work.apply(tx);
            imports.advance(tx, lease, lasts, outcome);
            imports.insertProblems(tx, job.id(), problems, outcome.problems());
            return outcome;
        });
        problems += progress.problems().size();
        int before = created;
        created += progress.created();
        if (Integer.highestOneBit(created) > Integer.highestOneBit(before)) {
            tenant.transact(grant, tx -> {
                sheets.informPlanner(tx, created);
                return created;
            });
        }
    }

    private void ignore(List<String> columns) {
        tenant.transact(grant, tx -> imports.ignore(tx, lease, columns));
    }

    private void finish(ProductImportStatus status, @Nullable String message) {
        tenant.mutate(grant, PATIENCE, Payload::new, tx -> {
            if (imports.finish(tx, lease, status, message)) {
                tx.changes(job.id(), job, imports.find(tx, job.id()).orElseThrow());
            } else {
                tx.unchanged();
            }
            return new Payload(List.of());
        });
    }

    /** The line on which the product's rows stood already, if they did. */
    private @Nullable Long seenBefore(ProductRows product) {
        if (lines.size() == MOST_PRODUCTS) {
            throw new UnreadableFile("Line " + product.line() + ": more than " + MOST_PRODUCTS
                    + " products in one file; the rest was not read.");
        }
        return lines.putIfAbsent(product.handle(), product.line());
    }

    /** Where the refusal is of one attribute's value, the catalogue gives the attribute's code as the column's name. */
    private static @Nullable String attribute(DataAccessException e) {
        ServerErrorMessage refusal = refusal(e);
        return refusal == null ? null : refusal.getColumn();
    }

    private static @Nullable ServerErrorMessage refusal(DataAccessException e) {
        var cause = e.getCause(PSQLException.class);
        return cause == null ? null : cause.getServerErrorMessage();
    }

    private String reason(DataAccessException e) {
        ServerErrorMessage refusal = refusal(e);
        String constraint = refusal == null ? null : refusal.getConstraint();
        String words = constraint == null ? null : refusals.get(constraint);
        if (words != null) {
            return words;
        }
        if (!wordless) {
            wordless = true;
            LOG.info("Import {}: the catalogue refused a product, and there are no words why", job.id(), e);
        }
        return constraint == null
                ? "The catalogue cannot take these values."
                : "The catalogue refuses it: " + constraint.replace('_', ' ') + ".";
    }

    /** What the file's attribute columns are: as the tenant knows them, else as their namespace says, else text. */
    private List<AttributeColumn> columns(Header header, SheetScope scope) {
        var known = new HashMap<String, AttributeColumn>();
        sheets.attributes(tenant, scope).forEach(column -> known.put(column.code(), column));
        return header.attributes().stream()
                .map(column -> known.getOrDefault(column.code(), AttributeNamespace.column(column)))
                .toList();
    }
}
