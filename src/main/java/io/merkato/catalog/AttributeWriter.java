package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.ATTRIBUTE;

import io.merkato.api.Given;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** How attribute definitions come to be and change. */
final class AttributeWriter {

    private AttributeWriter() {}

    static Attribute lock(TenantContext tx, Attribute.Id id, String... path) {
        return tx.sql()
                .select(AttributeRepository.FIELDS)
                .from(ATTRIBUTE)
                .where(tx.owns(ATTRIBUTE))
                .and(ATTRIBUTE.ID.eq(id))
                .forUpdate()
                .fetchOptional(AttributeRepository::attribute)
                .orElseThrow(() -> Given.nothing(path));
    }

    static Attribute insert(TenantContext tx, Attribute attribute) {
        return tx.sql()
                .insertInto(ATTRIBUTE)
                .set(ATTRIBUTE.TENANT_ID, tx.id())
                .set(ATTRIBUTE.ID, attribute.id())
                .set(ATTRIBUTE.TYPE, attribute.type())
                .set(ATTRIBUTE.LOCALISED, attribute.localised())
                .set(columns(attribute))
                .returning(AttributeRepository.FIELDS)
                .fetchSingle(AttributeRepository::attribute);
    }

    static Attribute update(TenantContext tx, Attribute attribute) {
        return tx.sql()
                .update(ATTRIBUTE)
                .set(columns(attribute))
                .set(ATTRIBUTE.VERSION, ATTRIBUTE.VERSION.plus(1))
                .set(ATTRIBUTE.UPDATED_AT, Instant.now())
                .where(tx.owns(ATTRIBUTE))
                .and(ATTRIBUTE.ID.eq(attribute.id()))
                .returning(AttributeRepository.FIELDS)
                .fetchSingle(AttributeRepository::attribute);
    }

    private static Map<Field<?>, @Nullable Object> columns(Attribute attribute) {
        AttributeValidation bounds = attribute.validation();
        var columns = new HashMap<Field<?>, @Nullable Object>();
        columns.put(ATTRIBUTE.CODE, attribute.code());
        columns.put(ATTRIBUTE.LABELS, attribute.labels());
        columns.put(ATTRIBUTE.DESCRIPTIONS, attribute.descriptions());
        columns.put(ATTRIBUTE.UNIT, attribute.unit());
        columns.put(ATTRIBUTE.FILTERABLE, attribute.filterable());
        columns.put(ATTRIBUTE.SORTABLE, attribute.sortable());
        columns.put(ATTRIBUTE.MIN_VALUE, bounds.min());
        columns.put(ATTRIBUTE.MAX_VALUE, bounds.max());
        columns.put(ATTRIBUTE.MIN_LENGTH, bounds.minLength());
        columns.put(ATTRIBUTE.MAX_LENGTH, bounds.maxLength());
        columns.put(ATTRIBUTE.MIN_DATE, bounds.minDate());
        columns.put(ATTRIBUTE.MAX_DATE, bounds.maxDate());
        columns.put(ATTRIBUTE.PATTERN, bounds.pattern());
        return columns;
    }
}
