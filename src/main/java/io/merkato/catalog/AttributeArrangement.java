package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_GROUP;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_SET_ATTRIBUTE;

import io.merkato.api.LocalisedText;
import io.merkato.api.LocalisedTextInput;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is in an attribute set.
 *
 * @param attributes that stand in none of the groups
 */
record AttributeArrangement(List<AttributeGroupInput> groups, List<AttributePlaceInput> attributes) {

    private record Stored(AttributeGroup.@Nullable Id group, AttributePlaceInput place) {}

    /** What is given, and of what is not that which stands already, but for the attributes that have another place now. */
    static AttributeArrangement of(
            TenantContext tx,
            AttributeSet.Id id,
            @Nullable List<AttributeGroupInput> groups,
            @Nullable List<AttributePlaceInput> attributes) {
        if (groups != null && attributes != null) {
            return new AttributeArrangement(groups, attributes);
        }
        List<Stored> stored = stored(tx, id);
        if (groups == null) {
            List<AttributePlaceInput> given = attributes == null ? List.of() : attributes;
            return new AttributeArrangement(groups(tx, id, stored, ids(given.stream())), given);
        }
        Set<Attribute.Id> placed =
                ids(groups.stream().map(AttributeGroupInput::attributes).flatMap(List::stream));
        return new AttributeArrangement(groups, beneath(null, stored, placed));
    }

    private static List<Stored> stored(TenantContext tx, AttributeSet.Id id) {
        return tx.sql()
                .select(
                        ATTRIBUTE_SET_ATTRIBUTE.GROUP_ID,
                        ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID,
                        ATTRIBUTE_SET_ATTRIBUTE.LEVEL,
                        ATTRIBUTE_SET_ATTRIBUTE.REQUIRED,
                        ATTRIBUTE_SET_ATTRIBUTE.AXIS)
                .from(ATTRIBUTE_SET_ATTRIBUTE)
                .where(tx.owns(ATTRIBUTE_SET_ATTRIBUTE))
                .and(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_SET_ID.eq(id))
                .orderBy(ATTRIBUTE_SET_ATTRIBUTE.POSITION, ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID)
                .fetch(row -> new Stored(
                        row.value1(), new AttributePlaceInput(row.value2(), row.value3(), row.value4(), row.value5())));
    }

    private static List<AttributeGroupInput> groups(
            TenantContext tx, AttributeSet.Id id, List<Stored> stored, Set<Attribute.Id> elsewhere) {
        return tx.sql()
                .select(ATTRIBUTE_GROUP.ID, ATTRIBUTE_GROUP.CODE, ATTRIBUTE_GROUP.LABELS)
                .from(ATTRIBUTE_GROUP)
                .where(tx.owns(ATTRIBUTE_GROUP))
                .and(ATTRIBUTE_GROUP.ATTRIBUTE_SET_ID.eq(id))
                .orderBy(ATTRIBUTE_GROUP.POSITION, ATTRIBUTE_GROUP.ID)
                .fetch(group -> new AttributeGroupInput(
                        group.value2(), texts(group.value3()), beneath(group.value1(), stored, elsewhere)));
    }

    private static List<LocalisedTextInput> texts(LocalisedText labels) {
        return labels.byLocale().entrySet().stream()
                .map(label -> new LocalisedTextInput(Locale.forLanguageTag(label.getKey()), label.getValue()))
                .toList();
    }

    private static Set<Attribute.Id> ids(Stream<AttributePlaceInput> places) {
        return places.map(AttributePlaceInput::attributeId).collect(Collectors.toSet());
    }

    private static List<AttributePlaceInput> beneath(
            AttributeGroup.@Nullable Id group, List<Stored> stored, Set<Attribute.Id> elsewhere) {
        return stored.stream()
                .filter(each -> Objects.equals(each.group, group))
                .map(Stored::place)
                .filter(place -> !elsewhere.contains(place.attributeId()))
                .toList();
    }
}
