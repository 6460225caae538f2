package io.merkato.bulk;

import static io.merkato.jooq.bulk.Tables.PRODUCT_IMPORT;
import static io.merkato.jooq.bulk.Tables.UPLOAD;
import static io.merkato.jooq.bulk.Tables.UPLOAD_PART;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;

import io.merkato.api.Sql;
import io.merkato.tenancy.TenantContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.SelectConditionStep;
import org.springframework.stereotype.Repository;

/** Files as they were handed in, in slices. */
@Repository
class UploadRepository {

    static final int SLICE = 1 << 19;

    record Kept(long bytes, int files) {}

    /** Within a transaction: the file is there whole or not at all. Holds one slice at a time. */
    void insert(TenantContext tx, Upload upload, InputStream content) {
        tx.sql()
                .insertInto(UPLOAD)
                .set(UPLOAD.TENANT_ID, tx.id())
                .set(UPLOAD.ID, upload.id())
                .set(UPLOAD.FILE_NAME, upload.fileName())
                .set(UPLOAD.BYTES, upload.bytes())
                .set(UPLOAD.CREATED_AT, upload.createdAt())
                .execute();
        try {
            byte[] slice = content.readNBytes(SLICE);
            for (int position = 0; slice.length > 0; position++) {
                tx.sql()
                        .insertInto(UPLOAD_PART)
                        .set(UPLOAD_PART.TENANT_ID, tx.id())
                        .set(UPLOAD_PART.UPLOAD_ID, upload.id())
                        .set(UPLOAD_PART.POSITION, position)
                        .set(UPLOAD_PART.CONTENT, slice)
                        .execute();
                slice = content.readNBytes(SLICE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nobody drops it before the transaction ends. */
    Optional<Upload> lock(TenantContext tx, Upload.Id id) {
        return tx.sql()
                .select(UPLOAD.ID, UPLOAD.FILE_NAME, UPLOAD.BYTES, UPLOAD.CREATED_AT)
                .from(UPLOAD)
                .where(tx.owns(UPLOAD))
                .and(UPLOAD.ID.eq(id))
                .forUpdate()
                .fetchOptional(mapping(Upload::new));
    }

    /** What was handed in, read slice by slice, each in its own statement. */
    Content open(TenantContext tenant, Upload.Id id) {
        return new Content(tenant, id);
    }

    void delete(TenantContext tx, Upload.Id id) {
        tx.sql().deleteFrom(UPLOAD).where(tx.owns(UPLOAD)).and(UPLOAD.ID.eq(id)).execute();
    }

    /** Files handed in before the time that nobody began to import, so many at most. */
    int deleteUnused(TenantContext tx, Instant before, int most) {
        return delete(tx, not(exists(imports())), before, most);
    }

    /** Files handed in before the time that were imported, and that no unfinished import needs, so many at most. */
    int deleteImported(TenantContext tx, Instant before, int most) {
        return delete(tx, exists(imports()).and(not(exists(unfinishedImports()))), before, most);
    }

    /** But for those that somebody begins to import just now: what was begun until they were locked, is asked again. */
    private static int delete(TenantContext tx, Condition which, Instant before, int most) {
        List<Upload.Id> some = tx.sql()
                .select(UPLOAD.ID)
                .from(UPLOAD)
                .where(tx.owns(UPLOAD))
                .and(UPLOAD.CREATED_AT.lt(before))
                .and(which)
                .orderBy(UPLOAD.CREATED_AT, UPLOAD.ID)
                .limit(most)
                .forUpdate()
                .skipLocked()
                .fetch(UPLOAD.ID);
        return some.isEmpty()
                ? 0
                : tx.sql()
                        .deleteFrom(UPLOAD)
                        .where(tx.owns(UPLOAD))
                        .and(Sql.isAny(UPLOAD.ID, some))
                        .and(which)
                        .execute();
    }

    /** The files that are still to be imported. */
    Kept waiting(TenantContext tenant) {
        return kept(tenant, not(exists(imports())).or(exists(unfinishedImports())));
    }

    Kept kept(TenantContext tenant) {
        return kept(tenant, noCondition());
    }

    private static Kept kept(TenantContext tenant, Condition which) {
        return tenant.sql()
                .select(coalesce(sum(UPLOAD.BYTES), inline(BigDecimal.ZERO)), count())
                .from(UPLOAD)
                .where(tenant.owns(UPLOAD))
                .and(which)
                .fetchSingle(mapping((bytes, files) -> new Kept(bytes.longValueExact(), files)));
    }

    private static SelectConditionStep<?> imports() {
        return selectOne()
                .from(PRODUCT_IMPORT)
                .where(PRODUCT_IMPORT.TENANT_ID.eq(UPLOAD.TENANT_ID))
                .and(PRODUCT_IMPORT.UPLOAD_ID.eq(UPLOAD.ID));
    }

    private static SelectConditionStep<?> unfinishedImports() {
        return imports().and(PRODUCT_IMPORT.FINISHED_AT.isNull());
    }

    /** The bytes of an upload; counts how many were read. */
    static final class Content extends InputStream {

        private final TenantContext tenant;
        private final Upload.Id upload;
        private byte[] slice = {};
        private int at;
        private int next;
        private long bytesRead;

        private Content(TenantContext tenant, Upload.Id upload) {
            this.tenant = tenant;
            this.upload = upload;
        }

        long bytesRead() {
            return bytesRead;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (at == slice.length && !fetch()) {
                return -1;
            }
            int n = Math.min(length, slice.length - at);
            System.arraycopy(slice, at, into, offset, n);
            at += n;
            bytesRead += n;
            return n;
        }

        private boolean fetch() {
            byte[] more = tenant.sql()
                    .select(UPLOAD_PART.CONTENT)
                    .from(UPLOAD_PART)
                    .where(tenant.owns(UPLOAD_PART))
                    .and(UPLOAD_PART.UPLOAD_ID.eq(upload))
                    .and(UPLOAD_PART.POSITION.eq(next++))
                    .fetchOne(UPLOAD_PART.CONTENT);
            slice = more == null ? new byte[0] : more;
            at = 0;
            return slice.length > 0;
        }
    }
}
