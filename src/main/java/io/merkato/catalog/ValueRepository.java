package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.ATTRIBUTE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_GROUP;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_OPTION;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_SET_ATTRIBUTE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_VALUE;
import static io.merkato.jooq.catalog.Tables.MEDIA;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.merkato.api.Sql;
import io.merkato.api.TypeId;
import io.merkato.tenancy.Template;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** The attribute values of products and variants. */
@Repository
class ValueRepository {

    /** Read before all that they are joined to: else the planner would go through the values of the whole attribute set. */
    private static final io.merkato.jooq.catalog.tables.AttributeValue CHOSEN = ATTRIBUTE_VALUE.as("chosen");

    /** In the order of the attribute set. Localised text comes in the first of the languages that has it, else in any. */
    <O extends TypeId> Map<O, List<AttributeValue>> of(
            TenantContext tenant, List<Locale> languages, Collection<O> owners) {
        Map<UUID, List<Record>> rows =
                rows(tenant, owners).stream().collect(groupingBy(row -> row.get(ATTRIBUTE_VALUE.OWNER_ID), toList()));
        var values = new HashMap<O, List<AttributeValue>>();
        for (O owner : owners) {
            values.put(owner, values(rows.getOrDefault(owner.value(), List.of()), languages));
        }
        return values;
    }

    private record Owners(List<UUID> owners) {}

    private static final Template<Owners, Object> ROWS =
            new Template<>((tenant, asked) -> Template.Query.of(rows(tenant, asked)));

    private static List<Record> rows(TenantContext tenant, Collection<? extends TypeId> owners) {
        return ROWS.fetch(tenant, new Owners(owners.stream().map(TypeId::value).toList()))
                .rows();
    }

    private static Select<Record> rows(TenantContext tenant, Owners asked) {
        return tenant.sql()
                .select(List.<SelectField<?>>of(
                        CHOSEN.OWNER_ID,
                        CHOSEN.LOCALE,
                        CHOSEN.TEXT_VALUE,
                        CHOSEN.INTEGER_VALUE,
                        CHOSEN.DECIMAL_VALUE,
                        CHOSEN.BOOLEAN_VALUE,
                        CHOSEN.DATE_VALUE,
                        CHOSEN.DATE_TIME_VALUE,
                        CHOSEN.REFERRED_PRODUCT_ID,
                        CHOSEN.REFERRED_CATEGORY_ID))
                .select(AttributeRepository.FIELDS)
                .select(OptionRepository.FIELDS)
                .select(MediaRepository.FIELDS)
                .from(Sql.first(DSL.selectFrom(ATTRIBUTE_VALUE)
                                .where(tenant.owns(ATTRIBUTE_VALUE))
                                .and(Sql.isAny(ATTRIBUTE_VALUE.OWNER_ID, asked.owners())))
                        .asTable(CHOSEN))
                .join(ATTRIBUTE)
                .on(tenant.owns(ATTRIBUTE).and(ATTRIBUTE.ID.eq(CHOSEN.ATTRIBUTE_ID)))
                .join(ATTRIBUTE_SET_ATTRIBUTE)
                .on(tenant.owns(ATTRIBUTE_SET_ATTRIBUTE)
                        .and(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_SET_ID.eq(CHOSEN.ATTRIBUTE_SET_ID))
                        .and(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID.eq(CHOSEN.ATTRIBUTE_ID)))
                .leftJoin(ATTRIBUTE_GROUP)
                .on(tenant.owns(ATTRIBUTE_GROUP).and(ATTRIBUTE_GROUP.ID.eq(ATTRIBUTE_SET_ATTRIBUTE.GROUP_ID)))
                .leftJoin(ATTRIBUTE_OPTION)
                .on(tenant.owns(ATTRIBUTE_OPTION).and(ATTRIBUTE_OPTION.ID.eq(CHOSEN.OPTION_ID)))
                .leftJoin(MEDIA)
                .on(tenant.owns(MEDIA).and(MEDIA.ID.eq(CHOSEN.MEDIA_ID)))
                .orderBy(
                        ATTRIBUTE_GROUP.POSITION.asc().nullsLast(),
                        ATTRIBUTE_GROUP.ID,
                        ATTRIBUTE_SET_ATTRIBUTE.POSITION,
                        ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID,
                        ATTRIBUTE_OPTION.POSITION,
                        ATTRIBUTE_OPTION.ID);
    }

    private static List<AttributeValue> values(List<Record> rows, List<Locale> languages) {
        return rows.stream()
                .collect(groupingBy(row -> row.get(ATTRIBUTE.ID), LinkedHashMap::new, toList()))
                .values()
                .stream()
                .map(each -> value(each, languages))
                .toList();
    }

    private static AttributeValue value(List<Record> rows, List<Locale> languages) {
        Record row = rows.stream()
                .min(Comparator.comparingInt(each -> place(each.get(CHOSEN.LOCALE), languages)))
                .orElseThrow();
        Attribute attribute = AttributeRepository.attribute(row);
        return switch (attribute.type()) {
            case TEXT -> new TextValue(attribute, row.get(CHOSEN.TEXT_VALUE), translations(rows));
            case RICH_TEXT -> new RichTextValue(attribute, row.get(CHOSEN.TEXT_VALUE), translations(rows));
            case INTEGER -> new NumberValue(attribute, BigDecimal.valueOf(row.get(CHOSEN.INTEGER_VALUE)));
            case DECIMAL, MEASURE -> new NumberValue(attribute, plain(row.get(CHOSEN.DECIMAL_VALUE)));
            case BOOLEAN -> new BooleanValue(attribute, row.get(CHOSEN.BOOLEAN_VALUE));
            case DATE -> new DateValue(attribute, row.get(CHOSEN.DATE_VALUE));
            case DATE_TIME -> new DateTimeValue(attribute, row.get(CHOSEN.DATE_TIME_VALUE));
            case SELECT, MULTI_SELECT ->
                new OptionValue(
                        attribute, rows.stream().map(OptionRepository::option).toList());
            case COLOUR -> new ColourValue(attribute, OptionRepository.option(row));
            case MEDIA -> new MediaValue(attribute, MediaRepository.media(row));
            case PRODUCT_REFERENCE, CATEGORY_REFERENCE ->
                new ReferenceValue(
                        attribute, row.get(CHOSEN.REFERRED_PRODUCT_ID), row.get(CHOSEN.REFERRED_CATEGORY_ID));
        };
    }

    private static List<TextTranslation> translations(List<Record> rows) {
        return rows.stream()
                .filter(row -> row.get(CHOSEN.LOCALE) != null)
                .sorted(Comparator.comparing(row -> row.get(CHOSEN.LOCALE)))
                .map(row ->
                        new TextTranslation(Locale.forLanguageTag(row.get(CHOSEN.LOCALE)), row.get(CHOSEN.TEXT_VALUE)))
                .toList();
    }

    private static int place(@Nullable String locale, List<Locale> languages) {
        int place = locale == null ? -1 : languages.indexOf(Locale.forLanguageTag(locale));
        return place < 0 ? languages.size() : place;
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
