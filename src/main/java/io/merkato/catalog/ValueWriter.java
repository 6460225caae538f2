package io.merkato.catalog;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.NOT_ALLOWED;
import static io.merkato.api.UserErrorCode.NOT_FOUND;
import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;
import static io.merkato.api.UserErrorCode.REQUIRED;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_OPTION;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_SET_ATTRIBUTE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_VALUE;
import static io.merkato.jooq.catalog.Tables.CATEGORY;
import static io.merkato.jooq.catalog.Tables.PRODUCT;

import io.merkato.api.Refusal;
import io.merkato.api.Sql;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Writes attribute values of the products of one attribute set: two statements, however many values there are. */
final class ValueWriter {

    /** An attribute of the set, with its options by code. */
    private record Known(Attribute attribute, AttributeLevel level, Map<String, AttributeOption.Id> options) {}

    /** A row to be; position tells apart the options of a MULTI_SELECT. */
    private record Row(
            AttributeValueInput.Of of,
            Known known,
            AttributeDataInput data,
            AttributeOption.@Nullable Id option,
            int position) {

        AttributeType type() {
            return known.attribute.type();
        }
    }

    private final TenantContext tx;
    private final AttributeSet.Id set;
    private final Map<String, Known> known;

    private ValueWriter(TenantContext tx, AttributeSet.Id set, Map<String, Known> known) {
        this.tx = tx;
        this.set = set;
        this.known = known;
    }

    /** Nothing happens without values; a product without a set can have none. */
    static void write(TenantContext tx, AttributeSet.@Nullable Id set, List<AttributeValueInput.Of> values) {
        if (values.isEmpty()) {
            return;
        }
        if (set == null) {
            throw values.getFirst().refused(NOT_ALLOWED, "The product has no attribute set.", "code");
        }
        List<String> codes =
                values.stream().map(of -> of.input().code()).distinct().toList();
        new ValueWriter(tx, set, known(tx, set, codes)).write(values);
    }

    private static Map<String, Known> known(TenantContext tx, AttributeSet.Id set, List<String> codes) {
        var known = new HashMap<String, Known>();
        tx.sql()
                .select(AttributeRepository.FIELDS)
                .select(ATTRIBUTE_SET_ATTRIBUTE.LEVEL, ATTRIBUTE_OPTION.CODE, ATTRIBUTE_OPTION.ID)
                .from(ATTRIBUTE)
                .join(ATTRIBUTE_SET_ATTRIBUTE)
                .on(tx.owns(ATTRIBUTE_SET_ATTRIBUTE)
                        .and(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID.eq(ATTRIBUTE.ID))
                        .and(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_SET_ID.eq(set)))
                .leftJoin(ATTRIBUTE_OPTION)
                .on(tx.owns(ATTRIBUTE_OPTION).and(ATTRIBUTE_OPTION.ATTRIBUTE_ID.eq(ATTRIBUTE.ID)))
                .where(tx.owns(ATTRIBUTE))
                .and(Sql.isAny(ATTRIBUTE.CODE, codes))
                .forEach(row -> {
                    Known of = known.computeIfAbsent(
                            row.get(ATTRIBUTE.CODE),
                            code -> new Known(
                                    AttributeRepository.attribute(row),
                                    row.get(ATTRIBUTE_SET_ATTRIBUTE.LEVEL),
                                    new HashMap<>()));
                    if (row.get(ATTRIBUTE_OPTION.ID) != null) {
                        of.options.put(row.get(ATTRIBUTE_OPTION.CODE), row.get(ATTRIBUTE_OPTION.ID));
                    }
                });
        return known;
    }

    private void write(List<AttributeValueInput.Of> values) {
        List<Row> rows = values.stream().flatMap(this::rows).toList();
        Rows<AttributeValueInput.Of> replaced = Rows.of(values)
                .with(ATTRIBUTE_VALUE.OWNER_ID, AttributeValueInput.Of::owner)
                .with(ATTRIBUTE_VALUE.ATTRIBUTE_ID, of -> find(of).attribute.id())
                .with(ATTRIBUTE_VALUE.LOCALE, AttributeValueInput.Of::locale);
        tx.sql()
                .deleteFrom(ATTRIBUTE_VALUE)
                .using(replaced.table())
                .where(tx.owns(ATTRIBUTE_VALUE))
                .and(ATTRIBUTE_VALUE.OWNER_ID.eq(replaced.get(ATTRIBUTE_VALUE.OWNER_ID)))
                .and(ATTRIBUTE_VALUE.ATTRIBUTE_ID.eq(replaced.get(ATTRIBUTE_VALUE.ATTRIBUTE_ID)))
                .and(ATTRIBUTE_VALUE.LOCALE.eq(replaced.get(ATTRIBUTE_VALUE.LOCALE)))
                .execute();
        if (!rows.isEmpty()) {
            insert(rows);
        }
    }

    private void insert(List<Row> rows) {
        rows.forEach(ValueWriter::refuseOutside);
        refuseDeleted(rows);
        tx.write(
                rows,
                row -> row.of.path(),
                some -> Rows.of(some)
                        .with(ATTRIBUTE_VALUE.PRODUCT_ID, row -> row.of.product())
                        .with(ATTRIBUTE_VALUE.VARIANT_ID, row -> row.of.variant())
                        .with(ATTRIBUTE_VALUE.ATTRIBUTE_SET_ID, row -> set)
                        .with(ATTRIBUTE_VALUE.ATTRIBUTE_ID, row -> row.known.attribute.id())
                        .with(ATTRIBUTE_VALUE.TYPE, Row::type)
                        .with(ATTRIBUTE_VALUE.LOCALISED, row -> row.known.attribute.localised())
                        .with(ATTRIBUTE_VALUE.LEVEL, row -> row.known.level)
                        .with(ATTRIBUTE_VALUE.LOCALE, row -> row.of.locale())
                        .with(ATTRIBUTE_VALUE.POSITION, Row::position)
                        .with(ATTRIBUTE_VALUE.TEXT_VALUE, ValueWriter::text)
                        .with(ATTRIBUTE_VALUE.INTEGER_VALUE, ValueWriter::integer)
                        .with(ATTRIBUTE_VALUE.DECIMAL_VALUE, ValueWriter::decimal)
                        .with(ATTRIBUTE_VALUE.BOOLEAN_VALUE, row -> row.data.flag())
                        .with(ATTRIBUTE_VALUE.DATE_VALUE, row -> row.data.date())
                        .with(ATTRIBUTE_VALUE.DATE_TIME_VALUE, row -> row.data.dateTime())
                        .with(ATTRIBUTE_VALUE.OPTION_ID, Row::option)
                        .with(ATTRIBUTE_VALUE.MEDIA_ID, row -> row.data.media())
                        .with(ATTRIBUTE_VALUE.REFERRED_PRODUCT_ID, row -> row.data.product())
                        .with(ATTRIBUTE_VALUE.REFERRED_CATEGORY_ID, row -> row.data.category())
                        .insertInto(tx, ATTRIBUTE_VALUE)
                        .execute());
    }

    /** Foreign keys do not see that a row is deleted. Nothing is held, as it may be deleted later, too. */
    private void refuseDeleted(List<Row> rows) {
        Set<Product.Id> products = deleted(PRODUCT, PRODUCT.ID, PRODUCT.DELETED_AT, rows, row -> row.data.product());
        Set<Category.Id> categories =
                deleted(CATEGORY, CATEGORY.ID, CATEGORY.DELETED_AT, rows, row -> row.data.category());
        for (Row row : rows) {
            if (row.data.product() != null && products.contains(row.data.product())) {
                throw row.of.refused(NOT_FOUND, "There is no product with this id.", "value");
            }
            if (row.data.category() != null && categories.contains(row.data.category())) {
                throw row.of.refused(NOT_FOUND, "There is no category with this id.", "value");
            }
        }
    }

    private <I> Set<I> deleted(
            Table<?> table,
            Field<I> id,
            Field<Instant> deletedAt,
            List<Row> rows,
            Function<Row, @Nullable I> referred) {
        List<I> ids = rows.stream().map(referred).filter(Objects::nonNull).toList();
        return ids.isEmpty()
                ? Set.of()
                : tx.sql()
                        .select(id)
                        .from(table)
                        .where(tx.owns(table))
                        .and(Sql.isAny(id, ids))
                        .and(deletedAt.isNotNull())
                        .fetchSet(id);
    }

    private static void refuseOutside(Row row) {
        if (row.data.number() != null && integer(row) == null && decimal(row) == null) {
            return;
        }
        Refusal broken = row.known.attribute.validation().broken(row.of.input().code(), row.data, text(row));
        if (broken != null) {
            throw row.of.refused(broken.code(), broken.message(), "value");
        }
    }

    private static @Nullable String text(Row row) {
        String text = row.data.text();
        return text == null || row.type() != AttributeType.RICH_TEXT ? text : SafeHtml.of(text);
    }

    private static @Nullable Long integer(Row row) {
        BigDecimal number = row.data.number();
        if (number == null || row.type() != AttributeType.INTEGER) {
            return null;
        }
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw row.of.refused(INVALID, "This is not a whole number of 64 bits.", "value");
        }
    }

    /** Twelve digits and six decimals. */
    private static @Nullable BigDecimal decimal(Row row) {
        BigDecimal number = row.data.number();
        if (number == null || row.type() == AttributeType.INTEGER) {
            return null;
        }
        BigDecimal plain = number.stripTrailingZeros();
        if (plain.scale() > 6 || plain.precision() - plain.scale() > 12) {
            throw row.of.refused(OUT_OF_RANGE, "A number has up to 12 digits and 6 decimals.", "value");
        }
        return number;
    }

    private Known find(AttributeValueInput.Of of) {
        Known found = known.get(of.input().code());
        if (found == null) {
            throw of.refused(NOT_FOUND, "The product's attribute set has no attribute with this code.", "code");
        }
        if ((found.level == AttributeLevel.VARIANT) != (of.variant() != null)) {
            throw of.refused(NOT_ALLOWED, "This attribute is of level " + found.level + ".", "code");
        }
        return found;
    }

    private Stream<Row> rows(AttributeValueInput.Of of) {
        Known found = find(of);
        AttributeDataInput data = of.input().value();
        if (found.attribute.localised() == of.locale().isEmpty()) {
            throw of.refused(
                    found.attribute.localised() ? REQUIRED : NOT_ALLOWED,
                    found.attribute.localised()
                            ? "A localised text has a language."
                            : "The attribute is not localised.",
                    "locale");
        }
        if (data == null) {
            return Stream.of();
        }
        if (!data.fits(found.attribute.type())) {
            throw of.refused(
                    INVALID, "An attribute of type " + found.attribute.type() + " takes another value.", "value");
        }
        List<String> options = data.options();
        return options == null
                ? Stream.of(new Row(of, found, data, null, 0))
                : IntStream.range(0, options.size())
                        .mapToObj(i -> new Row(of, found, data, option(of, found, options.get(i)), i));
    }

    private static AttributeOption.Id option(AttributeValueInput.Of of, Known known, String code) {
        AttributeOption.Id option = known.options.get(code);
        if (option == null) {
            throw of.refused(NOT_FOUND, "The attribute has no option '" + code + "'.", "value");
        }
        return option;
    }
}
