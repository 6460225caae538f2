package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.ATTRIBUTE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_GROUP;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_SET_ATTRIBUTE;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.merkato.api.LocalisedText;
import io.merkato.tenancy.TenantContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An attribute set with its arrangement, for the audit log.
 *
 * @param groups by their codes
 * @param attributes by their codes
 */
record AttributeSetState(@JsonUnwrapped AttributeSet set, Map<String, Group> groups, Map<String, Place> attributes) {

    record Group(LocalisedText labels, int position) {}

    /** @param group its code */
    record Place(@Nullable String group, int position, AttributeLevel level, boolean required, boolean axis) {}

    /** Locks the set. */
    static AttributeSetState lock(TenantContext tx, AttributeSet.Id id) {
        AttributeSet set = AttributeSetWriter.lock(tx, id);
        return new AttributeSetState(set, groups(tx, id), attributes(tx, id));
    }

    private static Map<String, Group> groups(TenantContext tx, AttributeSet.Id id) {
        return tx.sql()
                .select(ATTRIBUTE_GROUP.CODE, ATTRIBUTE_GROUP.LABELS, ATTRIBUTE_GROUP.POSITION)
                .from(ATTRIBUTE_GROUP)
                .where(tx.owns(ATTRIBUTE_GROUP))
                .and(ATTRIBUTE_GROUP.ATTRIBUTE_SET_ID.eq(id))
                .fetchMap(ATTRIBUTE_GROUP.CODE, row -> new Group(row.value2(), row.value3()));
    }

    private static Map<String, Place> attributes(TenantContext tx, AttributeSet.Id id) {
        return tx.sql()
                .select(
                        ATTRIBUTE.CODE,
                        ATTRIBUTE_GROUP.CODE,
                        ATTRIBUTE_SET_ATTRIBUTE.POSITION,
                        ATTRIBUTE_SET_ATTRIBUTE.LEVEL,
                        ATTRIBUTE_SET_ATTRIBUTE.REQUIRED,
                        ATTRIBUTE_SET_ATTRIBUTE.AXIS)
                .from(ATTRIBUTE_SET_ATTRIBUTE)
                .join(ATTRIBUTE)
                .on(tx.owns(ATTRIBUTE).and(ATTRIBUTE.ID.eq(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID)))
                .leftJoin(ATTRIBUTE_GROUP)
                .on(tx.owns(ATTRIBUTE_GROUP).and(ATTRIBUTE_GROUP.ID.eq(ATTRIBUTE_SET_ATTRIBUTE.GROUP_ID)))
                .where(tx.owns(ATTRIBUTE_SET_ATTRIBUTE))
                .and(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_SET_ID.eq(id))
                .fetchMap(
                        row -> row.value1(),
                        row -> new Place(row.value2(), row.value3(), row.value4(), row.value5(), row.value6()));
    }
}
