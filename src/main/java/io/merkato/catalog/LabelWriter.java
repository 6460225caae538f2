package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.LABEL;

import io.merkato.api.Given;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** How labels come to be and change. */
final class LabelWriter {

    private LabelWriter() {}

    static Label lock(TenantContext tx, Label.Id id) {
        return tx.sql()
                .select(LabelRepository.FIELDS)
                .from(LABEL)
                .where(tx.owns(LABEL))
                .and(LABEL.ID.eq(id))
                .forUpdate()
                .fetchOptional(LabelRepository::label)
                .orElseThrow(() -> Given.nothing("id"));
    }

    static Label insert(TenantContext tx, Label label) {
        return tx.sql()
                .insertInto(LABEL)
                .set(LABEL.TENANT_ID, tx.id())
                .set(LABEL.ID, label.id())
                .set(columns(label))
                .returning(LabelRepository.FIELDS)
                .fetchSingle(LabelRepository::label);
    }

    static Label update(TenantContext tx, Label label) {
        return tx.sql()
                .update(LABEL)
                .set(columns(label))
                .set(LABEL.VERSION, LABEL.VERSION.plus(1))
                .set(LABEL.UPDATED_AT, Instant.now())
                .where(tx.owns(LABEL))
                .and(LABEL.ID.eq(label.id()))
                .returning(LabelRepository.FIELDS)
                .fetchSingle(LabelRepository::label);
    }

    private static Map<Field<?>, @Nullable Object> columns(Label label) {
        var columns = new HashMap<Field<?>, @Nullable Object>();
        columns.put(LABEL.CODE, label.code());
        columns.put(LABEL.NAMES, label.names());
        columns.put(LABEL.COLOUR, label.colour());
        columns.put(LABEL.POSITION, label.position());
        return columns;
    }
}
