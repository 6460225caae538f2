package io.merkato.bulk;

import static io.merkato.jooq.bulk.Tables.PRODUCT_IMPORT;
import static io.merkato.jooq.bulk.Tables.PRODUCT_IMPORT_PROBLEM;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.RecordMapper;
import org.jooq.SelectConditionStep;
import org.jooq.SortField;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Imports, their leases and their problems. */
@Repository
class ProductImportRepository {

    /** More would be read by nobody; the count goes on. */
    static final int KEPT_PROBLEMS = 10_000;

    private static final RecordMapper<Record, ProductImport> IMPORT = row -> new ProductImport(
            row.get(PRODUCT_IMPORT.ID),
            row.get(PRODUCT_IMPORT.UPLOAD_ID),
            row.get(PRODUCT_IMPORT.FILE_NAME),
            row.get(PRODUCT_IMPORT.BYTES),
            row.get(PRODUCT_IMPORT.LOCALE),
            row.get(PRODUCT_IMPORT.CURRENCY),
            row.get(PRODUCT_IMPORT.STATUS),
            row.get(PRODUCT_IMPORT.MESSAGE),
            List.of(row.get(PRODUCT_IMPORT.IGNORED_COLUMNS)),
            row.get(PRODUCT_IMPORT.PRODUCTS_READ),
            row.get(PRODUCT_IMPORT.BYTES_READ),
            row.get(PRODUCT_IMPORT.PRODUCTS_CREATED),
            row.get(PRODUCT_IMPORT.PRODUCTS_UPDATED),
            row.get(PRODUCT_IMPORT.PRODUCTS_UNCHANGED),
            row.get(PRODUCT_IMPORT.PRODUCTS_FAILED),
            row.get(PRODUCT_IMPORT.PROBLEMS),
            row.get(PRODUCT_IMPORT.STARTED_BY),
            row.get(PRODUCT_IMPORT.CREATED_AT),
            row.get(PRODUCT_IMPORT.STARTED_AT),
            row.get(PRODUCT_IMPORT.FINISHED_AT));

    private final Pages pages;

    ProductImportRepository(Pages pages) {
        this.pages = pages;
    }

    void insert(TenantContext tx, ProductImport fresh) {
        tx.sql()
                .insertInto(PRODUCT_IMPORT)
                .set(PRODUCT_IMPORT.TENANT_ID, tx.id())
                .set(PRODUCT_IMPORT.ID, fresh.id())
                .set(PRODUCT_IMPORT.UPLOAD_ID, fresh.uploadId())
                .set(PRODUCT_IMPORT.FILE_NAME, fresh.fileName())
                .set(PRODUCT_IMPORT.BYTES, fresh.bytes())
                .set(PRODUCT_IMPORT.LOCALE, fresh.locale())
                .set(PRODUCT_IMPORT.CURRENCY, fresh.currency())
                .set(PRODUCT_IMPORT.STARTED_BY, fresh.startedBy())
                .set(PRODUCT_IMPORT.CREATED_AT, fresh.createdAt())
                .execute();
    }

    Optional<ProductImport> find(TenantContext tenant, ProductImport.Id id) {
        return imports(tenant).and(PRODUCT_IMPORT.ID.eq(id)).fetchOptional(IMPORT);
    }

    Map<ProductImport.Id, ProductImport> byId(TenantContext tenant, Collection<ProductImport.Id> ids) {
        return imports(tenant).and(Sql.isAny(PRODUCT_IMPORT.ID, ids)).fetchMap(PRODUCT_IMPORT.ID, IMPORT);
    }

    Connection<ProductImport> findAll(TenantContext tenant, PageArgs page) {
        return pages.fetch(
                        tenant.id() + " productImports",
                        imports(tenant),
                        List.of(PRODUCT_IMPORT.ID.desc()),
                        page,
                        IMPORT::map)
                .counted(tenant.sql(), DSL.selectOne().from(PRODUCT_IMPORT).where(tenant.owns(PRODUCT_IMPORT)));
    }

    private static SelectConditionStep<?> imports(TenantContext tenant) {
        return tenant.sql().select(PRODUCT_IMPORT.fields()).from(PRODUCT_IMPORT).where(tenant.owns(PRODUCT_IMPORT));
    }

    /** A page of the problems of each import, in one statement. */
    Map<ProductImport.Id, Connection<ProductImportProblem>> problemsOf(
            TenantContext tenant, Collection<ProductImport.Id> ids, PageArgs page) {
        String list = tenant.id() + " problems";
        List<SortField<?>> order = List.of(PRODUCT_IMPORT_PROBLEM.POSITION.asc());
        UUID[] parents = ids.stream().map(ProductImport.Id::value).toArray(UUID[]::new);
        Field<UUID> parent = DSL.field(DSL.name("each", "parent_id"), UUID.class);
        Table<?> problems = DSL.lateral(pages.slice(
                        list,
                        DSL.select(
                                        PRODUCT_IMPORT_PROBLEM.POSITION,
                                        PRODUCT_IMPORT_PROBLEM.HANDLE,
                                        PRODUCT_IMPORT_PROBLEM.LINE,
                                        PRODUCT_IMPORT_PROBLEM.COLUMN_TITLE,
                                        PRODUCT_IMPORT_PROBLEM.MESSAGE)
                                .from(PRODUCT_IMPORT_PROBLEM)
                                .where(tenant.owns(PRODUCT_IMPORT_PROBLEM))
                                .and(PRODUCT_IMPORT_PROBLEM
                                        .PRODUCT_IMPORT_ID
                                        .coerce(UUID.class)
                                        .eq(parent)),
                        order,
                        page))
                .as(PRODUCT_IMPORT_PROBLEM.getUnqualifiedName());
        Map<UUID, List<Record>> found = tenant
                .sql()
                .select(parent)
                .select(problems.fields())
                .from(DSL.unnest(val(parents, SQLDataType.UUID.array()))
                        .as("each", "parent_id")
                        .crossJoin(problems))
                .orderBy(Pages.direction(order, page).stream()
                        .<SortField<?>>map(
                                by -> Sql.column(problems, by.$field()).sort(by.$sortOrder()))
                        .toList())
                .fetch()
                .stream()
                .map(Record.class::cast)
                .collect(Collectors.groupingBy(row -> row.get(parent)));
        return ids.stream()
                .collect(Collectors.toMap(
                        id -> id,
                        id -> pages.connection(
                                list,
                                found.getOrDefault(id.value(), List.of()),
                                order,
                                page,
                                row -> new ProductImportProblem(
                                        row.get(PRODUCT_IMPORT_PROBLEM.HANDLE),
                                        row.get(PRODUCT_IMPORT_PROBLEM.LINE),
                                        row.get(PRODUCT_IMPORT_PROBLEM.COLUMN_TITLE),
                                        row.get(PRODUCT_IMPORT_PROBLEM.MESSAGE)))));
    }

    /** How many are not finished; nobody begins another until the transaction ends. */
    int lockWaiting(TenantContext tx) {
        tx.sql()
                .select(DSL.function(
                        "pg_advisory_xact_lock",
                        SQLDataType.OTHER,
                        DSL.function("hashtextextended", SQLDataType.BIGINT, val("bulk " + tx.id()), val(0))))
                .execute();
        return tx.sql()
                .selectCount()
                .from(PRODUCT_IMPORT)
                .where(tx.owns(PRODUCT_IMPORT))
                .and(PRODUCT_IMPORT.FINISHED_AT.isNull())
                .fetchSingle()
                .value1();
    }

    /**
     * Takes the next import of the tenant that nobody works on, one that was begun before all others; none while another runs, even
     * one whose worker is late with its lease.
     */
    Optional<ProductImport> claim(TenantContext tx, UUID lease, Duration lasts) {
        var running = PRODUCT_IMPORT.as("running");
        var waiting = PRODUCT_IMPORT.as("waiting");
        tx.sql()
                .update(PRODUCT_IMPORT)
                .set(PRODUCT_IMPORT.STATUS, ProductImportStatus.RUNNING)
                .set(PRODUCT_IMPORT.STARTED_AT, DSL.coalesce(PRODUCT_IMPORT.STARTED_AT, now()))
                .set(PRODUCT_IMPORT.ATTEMPTS, PRODUCT_IMPORT.ATTEMPTS.plus(1))
                .set(PRODUCT_IMPORT.LEASE, lease)
                .set(PRODUCT_IMPORT.LEASE_UNTIL, after(lasts))
                .where(tx.owns(PRODUCT_IMPORT))
                .and(PRODUCT_IMPORT.ID.eq(select(waiting.ID)
                        .from(waiting)
                        .where(tx.owns(waiting))
                        .and(waiting.FINISHED_AT.isNull())
                        .and(waiting.LEASE_UNTIL.isNull().or(waiting.LEASE_UNTIL.lt(now())))
                        .and(DSL.notExists(select(running.ID)
                                .from(running)
                                .where(tx.owns(running))
                                .and(running.STATUS.eq(ProductImportStatus.RUNNING))
                                .and(running.ID.ne(waiting.ID))))
                        .orderBy(waiting.STARTED_AT.asc().nullsLast(), waiting.ID)
                        .limit(1)
                        .forUpdate()
                        .skipLocked()))
                .execute();
        return imports(tx).and(PRODUCT_IMPORT.LEASE.eq(lease)).fetchOptional(IMPORT);
    }

    /** As it is once the chunk that is under way has been counted; none is begun before the transaction ends. */
    Optional<ProductImport> lock(TenantContext tx, ProductImport.Id id) {
        return imports(tx).and(PRODUCT_IMPORT.ID.eq(id)).forUpdate().fetchOptional(IMPORT);
    }

    /** Whether the lease holds; it cannot be lost before the transaction ends. */
    boolean lock(TenantContext tx, UUID lease) {
        return tx.sql()
                .select(PRODUCT_IMPORT.ID)
                .from(PRODUCT_IMPORT)
                .where(held(tx, lease))
                .forUpdate()
                .fetchOptional()
                .isPresent();
    }

    /** Leaves the import to the next worker at once. */
    boolean release(TenantContext tx, UUID lease) {
        return tx.sql()
                        .update(PRODUCT_IMPORT)
                        .set(PRODUCT_IMPORT.LEASE_UNTIL, now())
                        .set(PRODUCT_IMPORT.ATTEMPTS, DSL.greatest(PRODUCT_IMPORT.ATTEMPTS.minus(1), val(0)))
                        .where(held(tx, lease))
                        .execute()
                == 1;
    }

    /** How often the import was begun or gone on with since it last got anywhere. */
    int attempts(TenantContext tenant, UUID lease) {
        return tenant.sql()
                .select(PRODUCT_IMPORT.ATTEMPTS)
                .from(PRODUCT_IMPORT)
                .where(held(tenant, lease))
                .fetchOptional(PRODUCT_IMPORT.ATTEMPTS)
                .orElse(0);
    }

    /** Counts, and lets the lease last anew. */
    boolean advance(TenantContext tx, UUID lease, Duration lasts, ImportProgress progress) {
        return tx.sql()
                        .update(PRODUCT_IMPORT)
                        .set(PRODUCT_IMPORT.PRODUCTS_READ, PRODUCT_IMPORT.PRODUCTS_READ.plus(progress.read()))
                        .set(
                                PRODUCT_IMPORT.BYTES_READ,
                                DSL.greatest(PRODUCT_IMPORT.BYTES_READ, val(progress.bytesRead())))
                        .set(PRODUCT_IMPORT.PRODUCTS_CREATED, PRODUCT_IMPORT.PRODUCTS_CREATED.plus(progress.created()))
                        .set(PRODUCT_IMPORT.PRODUCTS_UPDATED, PRODUCT_IMPORT.PRODUCTS_UPDATED.plus(progress.updated()))
                        .set(
                                PRODUCT_IMPORT.PRODUCTS_UNCHANGED,
                                PRODUCT_IMPORT.PRODUCTS_UNCHANGED.plus(progress.unchanged()))
                        .set(PRODUCT_IMPORT.PRODUCTS_FAILED, PRODUCT_IMPORT.PRODUCTS_FAILED.plus(progress.failed()))
                        .set(
                                PRODUCT_IMPORT.PROBLEMS,
                                PRODUCT_IMPORT.PROBLEMS.plus(progress.problems().size()))
                        .set(PRODUCT_IMPORT.LEASE_UNTIL, after(lasts))
                        .set(PRODUCT_IMPORT.ATTEMPTS, 0)
                        .where(held(tx, lease))
                        .execute()
                == 1;
    }

    int ignore(TenantContext tx, UUID lease, List<String> columns) {
        return tx.sql()
                .update(PRODUCT_IMPORT)
                .set(PRODUCT_IMPORT.IGNORED_COLUMNS, columns.toArray(String[]::new))
                .where(held(tx, lease))
                .execute();
    }

    void insertProblems(TenantContext tx, ProductImport.Id id, int before, List<ProductImportProblem> problems) {
        int room = Math.min(problems.size(), KEPT_PROBLEMS - before);
        if (room > 0) {
            var position = new AtomicInteger(before);
            Rows.of(problems.subList(0, room))
                    .with(PRODUCT_IMPORT_PROBLEM.PRODUCT_IMPORT_ID, problem -> id)
                    .with(PRODUCT_IMPORT_PROBLEM.POSITION, problem -> position.getAndIncrement())
                    .with(PRODUCT_IMPORT_PROBLEM.HANDLE, ProductImportProblem::handle)
                    .with(PRODUCT_IMPORT_PROBLEM.LINE, ProductImportProblem::line)
                    .with(PRODUCT_IMPORT_PROBLEM.COLUMN_TITLE, ProductImportProblem::column)
                    .with(PRODUCT_IMPORT_PROBLEM.MESSAGE, ProductImportProblem::message)
                    .insertInto(tx, PRODUCT_IMPORT_PROBLEM)
                    .execute();
        }
    }

    /** Of imports that were finished before. */
    int forgetProblems(TenantContext tx, Instant before) {
        return tx.sql()
                .deleteFrom(PRODUCT_IMPORT_PROBLEM)
                .where(tx.owns(PRODUCT_IMPORT_PROBLEM))
                .and(PRODUCT_IMPORT_PROBLEM.PRODUCT_IMPORT_ID.in(select(PRODUCT_IMPORT.ID)
                        .from(PRODUCT_IMPORT)
                        .where(tx.owns(PRODUCT_IMPORT))
                        .and(PRODUCT_IMPORT.FINISHED_AT.lt(before))
                        .and(PRODUCT_IMPORT.PROBLEMS.gt(0))))
                .execute();
    }

    boolean finish(TenantContext tx, UUID lease, ProductImportStatus status, @Nullable String message) {
        return end(tx, held(tx, lease), status, message);
    }

    /** Whether it was still going on. */
    boolean cancel(TenantContext tx, ProductImport.Id id) {
        return end(
                tx,
                tx.owns(PRODUCT_IMPORT).and(PRODUCT_IMPORT.ID.eq(id)).and(PRODUCT_IMPORT.FINISHED_AT.isNull()),
                ProductImportStatus.CANCELLED,
                null);
    }

    private static boolean end(
            TenantContext tx, Condition which, ProductImportStatus status, @Nullable String message) {
        return tx.sql()
                        .update(PRODUCT_IMPORT)
                        .set(PRODUCT_IMPORT.STATUS, status)
                        .set(PRODUCT_IMPORT.MESSAGE, message)
                        .set(PRODUCT_IMPORT.FINISHED_AT, now())
                        .setNull(PRODUCT_IMPORT.LEASE)
                        .setNull(PRODUCT_IMPORT.LEASE_UNTIL)
                        .where(which)
                        .execute()
                == 1;
    }

    private static Condition held(TenantContext tx, UUID lease) {
        return tx.owns(PRODUCT_IMPORT).and(PRODUCT_IMPORT.LEASE.eq(lease));
    }

    private static Field<Instant> now() {
        return currentOffsetDateTime().coerce(PRODUCT_IMPORT.STARTED_AT);
    }

    private static Field<Instant> after(Duration lasts) {
        return DSL.field(
                "now() + {0} * interval '1 second'", PRODUCT_IMPORT.LEASE_UNTIL.getDataType(), val(lasts.toSeconds()));
    }
}
