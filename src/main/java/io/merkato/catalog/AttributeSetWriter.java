package io.merkato.catalog;

import static io.merkato.api.UserErrorCode.TAKEN;
import static io.merkato.api.UserErrorCode.TOO_LONG;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_GROUP;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_SET;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_SET_ATTRIBUTE;

import io.merkato.api.Given;
import io.merkato.api.LocalisedText;
import io.merkato.api.LocalisedTextInput;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.Sql;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.impl.DSL;

/** How attribute sets come to be and change. */
final class AttributeSetWriter {

    private static final int MOST = 250;

    private AttributeSetWriter() {}

    static AttributeSet lock(TenantContext tx, AttributeSet.Id id) {
        return tx.sql()
                .select(
                        ATTRIBUTE_SET.ID,
                        ATTRIBUTE_SET.CODE,
                        ATTRIBUTE_SET.LABELS,
                        ATTRIBUTE_SET.VERSION,
                        ATTRIBUTE_SET.CREATED_AT,
                        ATTRIBUTE_SET.UPDATED_AT)
                .from(ATTRIBUTE_SET)
                .where(tx.owns(ATTRIBUTE_SET))
                .and(ATTRIBUTE_SET.ID.eq(id))
                .forUpdate()
                .fetchOptional(org.jooq.Records.mapping(AttributeSet::new))
                .orElseThrow(() -> Given.nothing("id"));
    }

    static void insert(TenantContext tx, AttributeSet.Id id, String code, LocalisedText labels) {
        tx.sql()
                .insertInto(ATTRIBUTE_SET)
                .set(ATTRIBUTE_SET.TENANT_ID, tx.id())
                .set(ATTRIBUTE_SET.ID, id)
                .set(ATTRIBUTE_SET.CODE, code)
                .set(ATTRIBUTE_SET.LABELS, labels)
                .execute();
    }

    static void update(TenantContext tx, AttributeSet.Id id, String code, LocalisedText labels) {
        tx.sql()
                .update(ATTRIBUTE_SET)
                .set(ATTRIBUTE_SET.CODE, code)
                .set(ATTRIBUTE_SET.LABELS, labels)
                .set(ATTRIBUTE_SET.VERSION, ATTRIBUTE_SET.VERSION.plus(1))
                .set(ATTRIBUTE_SET.UPDATED_AT, Instant.now())
                .where(tx.owns(ATTRIBUTE_SET))
                .and(ATTRIBUTE_SET.ID.eq(id))
                .execute();
    }

    /** The attributes of the set with their levels. */
    static Map<Attribute.Id, AttributeLevel> levels(TenantContext tx, AttributeSet.Id id) {
        return tx.sql()
                .select(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID, ATTRIBUTE_SET_ATTRIBUTE.LEVEL)
                .from(ATTRIBUTE_SET_ATTRIBUTE)
                .where(tx.owns(ATTRIBUTE_SET_ATTRIBUTE))
                .and(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_SET_ID.eq(id))
                .fetchMap(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID, ATTRIBUTE_SET_ATTRIBUTE.LEVEL);
    }

    /** Makes these the groups and attributes of the set; values of attributes that leave it must be gone. */
    static void arrange(
            TenantContext tx, AttributeSet.Id id, List<AttributeGroupInput> groups, List<AttributePlace> places) {
        if (places.size() > MOST) { // before the products are looked at for each, to find which one is too many
            throw new Refused(Refusal.of(TOO_LONG, "A set has at most " + MOST + " attributes.")
                    .at(places.get(MOST).place()));
        }
        Map<String, AttributeGroup.Id> groupIds = groups(tx, id, groups);
        Map<Attribute.Id, Attribute> attributes = attributes(tx, places);
        tx.sql()
                .deleteFrom(ATTRIBUTE_SET_ATTRIBUTE)
                .where(tx.owns(ATTRIBUTE_SET_ATTRIBUTE))
                .and(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_SET_ID.eq(id))
                .andNot(Sql.isAny(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID, attributes.keySet()))
                .execute();
        if (places.isEmpty()) {
            return;
        }
        tx.write(
                places,
                AttributePlace::place,
                some -> Rows.of(some)
                        .with(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_SET_ID, place -> id)
                        .with(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID, AttributePlace::attribute)
                        .with(
                                ATTRIBUTE_SET_ATTRIBUTE.TYPE,
                                place -> of(attributes, place).type())
                        .with(
                                ATTRIBUTE_SET_ATTRIBUTE.LOCALISED,
                                place -> of(attributes, place).localised())
                        .with(
                                ATTRIBUTE_SET_ATTRIBUTE.GROUP_ID,
                                place -> place.group() == null ? null : groupIds.get(place.group()))
                        .with(ATTRIBUTE_SET_ATTRIBUTE.POSITION, AttributePlace::position)
                        .with(ATTRIBUTE_SET_ATTRIBUTE.LEVEL, AttributePlace::level)
                        .with(ATTRIBUTE_SET_ATTRIBUTE.REQUIRED, AttributePlace::required)
                        .with(ATTRIBUTE_SET_ATTRIBUTE.AXIS, AttributePlace::axis)
                        .insertInto(tx, ATTRIBUTE_SET_ATTRIBUTE)
                        .onConflict(
                                ATTRIBUTE_SET_ATTRIBUTE.TENANT_ID,
                                ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_SET_ID,
                                ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID)
                        .doUpdate()
                        .set(ATTRIBUTE_SET_ATTRIBUTE.GROUP_ID, DSL.excluded(ATTRIBUTE_SET_ATTRIBUTE.GROUP_ID))
                        .set(ATTRIBUTE_SET_ATTRIBUTE.POSITION, DSL.excluded(ATTRIBUTE_SET_ATTRIBUTE.POSITION))
                        .set(ATTRIBUTE_SET_ATTRIBUTE.LEVEL, DSL.excluded(ATTRIBUTE_SET_ATTRIBUTE.LEVEL))
                        .set(ATTRIBUTE_SET_ATTRIBUTE.REQUIRED, DSL.excluded(ATTRIBUTE_SET_ATTRIBUTE.REQUIRED))
                        .set(ATTRIBUTE_SET_ATTRIBUTE.AXIS, DSL.excluded(ATTRIBUTE_SET_ATTRIBUTE.AXIS))
                        .execute());
    }

    private static Attribute of(Map<Attribute.Id, Attribute> attributes, AttributePlace place) {
        return Objects.requireNonNull(attributes.get(place.attribute()));
    }

    private static Map<Attribute.Id, Attribute> attributes(TenantContext tx, List<AttributePlace> places) {
        List<Attribute.Id> ids = places.stream().map(AttributePlace::attribute).toList();
        Map<Attribute.Id, Attribute> attributes = tx.sql()
                .select(AttributeRepository.FIELDS)
                .from(ATTRIBUTE)
                .where(tx.owns(ATTRIBUTE))
                .and(Sql.isAny(ATTRIBUTE.ID, ids))
                .fetchMap(ATTRIBUTE.ID, AttributeRepository::attribute);
        var seen = new LinkedHashSet<Attribute.Id>();
        var errors = new ArrayList<UserError>();
        for (AttributePlace place : places) {
            if (!attributes.containsKey(place.attribute())) {
                errors.add(Refusal.notFound("input", "attributeId").at(place.place()));
            } else if (!seen.add(place.attribute())) {
                errors.add(Refusal.of(TAKEN, "The attribute is in the set already.", "input", "attributeId")
                        .at(place.place()));
            }
        }
        if (!errors.isEmpty()) {
            throw new Refused(errors);
        }
        return attributes;
    }

    private static Map<String, AttributeGroup.Id> groups(
            TenantContext tx, AttributeSet.Id id, List<AttributeGroupInput> groups) {
        tx.sql()
                .deleteFrom(ATTRIBUTE_GROUP)
                .where(tx.owns(ATTRIBUTE_GROUP))
                .and(ATTRIBUTE_GROUP.ATTRIBUTE_SET_ID.eq(id))
                .andNot(Sql.isAny(
                        ATTRIBUTE_GROUP.CODE,
                        groups.stream().map(AttributeGroupInput::code).toList()))
                .execute();
        var codes = new HashSet<String>();
        for (int i = 0; i < groups.size(); i++) {
            if (!codes.add(groups.get(i).code())) {
                throw new Refused(Refusal.of(
                        TAKEN, "Another group of the set has this code.", "input", "groups", "" + i, "code"));
            }
        }
        var ids = new HashMap<String, AttributeGroup.Id>();
        tx.write(
                        groups,
                        group -> List.of("input", "groups", "" + groups.indexOf(group)),
                        some -> insert(tx, id, groups, some))
                .forEach(ids::putAll);
        return ids;
    }

    private static Map<String, AttributeGroup.Id> insert(
            TenantContext tx, AttributeSet.Id id, List<AttributeGroupInput> groups, List<AttributeGroupInput> some) {
        return Rows.of(some)
                .with(ATTRIBUTE_GROUP.ID, group -> new AttributeGroup.Id(Uuid7.next()))
                .with(ATTRIBUTE_GROUP.ATTRIBUTE_SET_ID, group -> id)
                .with(ATTRIBUTE_GROUP.CODE, AttributeGroupInput::code)
                .with(ATTRIBUTE_GROUP.LABELS, group -> LocalisedTextInput.text(group.labels()))
                .with(ATTRIBUTE_GROUP.POSITION, groups::indexOf)
                .insertInto(tx, ATTRIBUTE_GROUP)
                .onConflict(ATTRIBUTE_GROUP.TENANT_ID, ATTRIBUTE_GROUP.ATTRIBUTE_SET_ID, ATTRIBUTE_GROUP.CODE)
                .doUpdate()
                .set(ATTRIBUTE_GROUP.LABELS, DSL.excluded(ATTRIBUTE_GROUP.LABELS))
                .set(ATTRIBUTE_GROUP.POSITION, DSL.excluded(ATTRIBUTE_GROUP.POSITION))
                .returning(ATTRIBUTE_GROUP.CODE, ATTRIBUTE_GROUP.ID)
                .fetchMap(ATTRIBUTE_GROUP.CODE, ATTRIBUTE_GROUP.ID);
    }
}
