package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.ATTRIBUTE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_OPTION;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_VALUE;
import static io.merkato.jooq.catalog.Tables.MEDIA;
import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.PRODUCT_BUNDLE_ITEM;
import static io.merkato.jooq.catalog.Tables.PRODUCT_CATEGORY;
import static io.merkato.jooq.catalog.Tables.PRODUCT_DOWNLOAD;
import static io.merkato.jooq.catalog.Tables.PRODUCT_LABEL;
import static io.merkato.jooq.catalog.Tables.PRODUCT_MEDIA;
import static io.merkato.jooq.catalog.Tables.PRODUCT_STORE;
import static io.merkato.jooq.catalog.Tables.PRODUCT_STORE_CONTENT;
import static io.merkato.jooq.catalog.Tables.PRODUCT_TRANSLATION;
import static io.merkato.jooq.catalog.Tables.VARIANT;
import static io.merkato.jooq.catalog.Tables.VARIANT_PRICE;
import static io.merkato.jooq.catalog.Tables.VARIANT_STORE_PRICE;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.select;

import io.merkato.api.TypeId;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.tools.StringUtils;
import org.jspecify.annotations.Nullable;

/**
 * A product with all its parts as they are stored, read in one statement for the audit log: whatever differs between two
 * of them is what was changed. A new column of one of the tables is in it by itself; a new table is missed by a test.
 *
 * @param members by their names; parts by what tells them apart, such as {@code variants.variant_….prices.ETB.amount}
 */
record ProductState(Map<String, @Nullable Object> members) {

    private static final String VARIANTS = "variants";
    private static final String ATTRIBUTES = "attributes";

    /** Rows of one table; the path down to each is made of names and of columns that tell the rows apart. */
    private record Part(Table<?> table, Condition which, List<Object> path) {}

    /** Say where a row belongs, or follow from other columns. */
    private static final Set<Field<?>> UNTOLD = Set.of(
            PRODUCT.SORT_NAME,
            PRODUCT.AVAILABLE,
            PRODUCT_TRANSLATION.LIVE,
            VARIANT.KIND,
            VARIANT.AXIS_KEY,
            PRODUCT_BUNDLE_ITEM.KIND,
            PRODUCT_BUNDLE_ITEM.COMPONENT_KIND,
            PRODUCT_DOWNLOAD.ID,
            PRODUCT_DOWNLOAD.KIND);

    private static final List<Field<?>> VALUES = List.of(
            ATTRIBUTE_OPTION.CODE,
            ATTRIBUTE_VALUE.TEXT_VALUE,
            ATTRIBUTE_VALUE.INTEGER_VALUE,
            ATTRIBUTE_VALUE.DECIMAL_VALUE,
            ATTRIBUTE_VALUE.BOOLEAN_VALUE,
            ATTRIBUTE_VALUE.DATE_VALUE,
            ATTRIBUTE_VALUE.DATE_TIME_VALUE,
            ATTRIBUTE_VALUE.MEDIA_ID,
            ATTRIBUTE_VALUE.REFERRED_PRODUCT_ID,
            ATTRIBUTE_VALUE.REFERRED_CATEGORY_ID);

    static ProductState empty() {
        return new ProductState(new LinkedHashMap<>());
    }

    static ProductState of(TenantContext tx, Product.Id id) {
        List<Part> parts = parts(tx, id);
        List<Field<Result<Record>>> rows = new ArrayList<>();
        parts.forEach(part -> rows.add(rows(tx, part)));
        Field<Result<Record>> values = multiset(selectValues(tx, ATTRIBUTE_VALUE.PRODUCT_ID.eq(id)));
        Record row = tx.sql()
                .select(told(PRODUCT))
                .select(rows)
                .select(values)
                .from(PRODUCT)
                .where(tx.owns(PRODUCT))
                .and(PRODUCT.ID.eq(id))
                .fetchSingle();
        var state = empty();
        state.tell(row, told(PRODUCT), List.of());
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            List<Field<?>> columns = told(part.table);
            for (Record each : row.get(rows.get(i))) {
                state.tell(each, columns, part.path);
            }
        }
        row.get(values).forEach(state::tellValue);
        return state;
    }

    private static List<Part> parts(TenantContext tx, Product.Id id) {
        return List.of(
                new Part(
                        PRODUCT_TRANSLATION,
                        PRODUCT_TRANSLATION.PRODUCT_ID.eq(id),
                        List.of("translations", PRODUCT_TRANSLATION.LOCALE)),
                new Part(
                        PRODUCT_CATEGORY,
                        PRODUCT_CATEGORY.PRODUCT_ID.eq(id),
                        List.of("categories", PRODUCT_CATEGORY.CATEGORY_ID)),
                new Part(PRODUCT_LABEL, PRODUCT_LABEL.PRODUCT_ID.eq(id), List.of("labels", PRODUCT_LABEL.LABEL_ID)),
                new Part(VARIANT, VARIANT.PRODUCT_ID.eq(id), List.of(VARIANTS, VARIANT.ID)),
                new Part(
                        VARIANT_PRICE,
                        VARIANT_PRICE.VARIANT_ID.in(select(VARIANT.ID)
                                .from(VARIANT)
                                .where(tx.owns(VARIANT))
                                .and(VARIANT.PRODUCT_ID.eq(id))),
                        List.of(VARIANTS, VARIANT_PRICE.VARIANT_ID, "prices", VARIANT_PRICE.CURRENCY)),
                new Part(PRODUCT_MEDIA, PRODUCT_MEDIA.PRODUCT_ID.eq(id), List.of("media", PRODUCT_MEDIA.MEDIA_ID)),
                new Part(
                        MEDIA,
                        MEDIA.ID.in(select(PRODUCT_MEDIA.MEDIA_ID)
                                .from(PRODUCT_MEDIA)
                                .where(tx.owns(PRODUCT_MEDIA))
                                .and(PRODUCT_MEDIA.PRODUCT_ID.eq(id))),
                        List.of("media", MEDIA.ID)),
                new Part(
                        PRODUCT_BUNDLE_ITEM,
                        PRODUCT_BUNDLE_ITEM.PRODUCT_ID.eq(id),
                        List.of("bundleItems", PRODUCT_BUNDLE_ITEM.VARIANT_ID)),
                new Part(
                        PRODUCT_DOWNLOAD,
                        PRODUCT_DOWNLOAD.PRODUCT_ID.eq(id),
                        List.of("downloads", PRODUCT_DOWNLOAD.POSITION)),
                new Part(PRODUCT_STORE, PRODUCT_STORE.PRODUCT_ID.eq(id), List.of("stores", PRODUCT_STORE.STORE_ID)),
                new Part(
                        PRODUCT_STORE_CONTENT,
                        PRODUCT_STORE_CONTENT.PRODUCT_ID.eq(id),
                        List.of("stores", PRODUCT_STORE_CONTENT.STORE_ID, "contents", PRODUCT_STORE_CONTENT.LOCALE)),
                new Part(
                        VARIANT_STORE_PRICE,
                        VARIANT_STORE_PRICE.PRODUCT_ID.eq(id),
                        List.of(
                                "stores",
                                VARIANT_STORE_PRICE.STORE_ID,
                                "prices",
                                VARIANT_STORE_PRICE.VARIANT_ID,
                                VARIANT_STORE_PRICE.CURRENCY)));
    }

    /** Those of the variants that are in both states, and not the same. */
    List<ProductVariant.Id> variantsUnlike(ProductState before) {
        Map<?, ?> then = before.variants();
        Map<?, ?> now = variants();
        return variantIds().stream()
                .filter(id -> then.containsKey(id.text()) && !Objects.equals(now.get(id.text()), then.get(id.text())))
                .toList();
    }

    /** Those that it says something of. */
    List<ProductVariant.Id> variantIds() {
        return variants().keySet().stream()
                .map(id -> new ProductVariant.Id(TypeId.parse("variant", id.toString())))
                .toList();
    }

    private Map<?, ?> variants() {
        return members.get(VARIANTS) instanceof Map<?, ?> variants ? variants : Map.of();
    }

    private static Field<Result<Record>> rows(TenantContext tx, Part part) {
        return multiset(select(told(part.table))
                .from(part.table)
                .where(tx.owns(part.table))
                .and(part.which));
    }

    /** Of each product only those values of attributes; in one statement. */
    static Map<Product.Id, ProductState> values(TenantContext tx, Condition which) {
        var states = new LinkedHashMap<Product.Id, ProductState>();
        tx.sql()
                .fetch(selectValues(tx, which))
                .forEach(row -> states.computeIfAbsent(row.get(ATTRIBUTE_VALUE.PRODUCT_ID), id -> empty())
                        .tellValue(row));
        return states;
    }

    private static Select<Record> selectValues(TenantContext tx, Condition which) {
        return select(VALUES)
                .select(
                        ATTRIBUTE_VALUE.PRODUCT_ID,
                        ATTRIBUTE_VALUE.VARIANT_ID,
                        ATTRIBUTE.CODE,
                        ATTRIBUTE_VALUE.TYPE,
                        ATTRIBUTE_VALUE.LOCALE)
                .from(ATTRIBUTE_VALUE)
                .join(ATTRIBUTE)
                .on(tx.owns(ATTRIBUTE).and(ATTRIBUTE.ID.eq(ATTRIBUTE_VALUE.ATTRIBUTE_ID)))
                .leftJoin(ATTRIBUTE_OPTION)
                .on(tx.owns(ATTRIBUTE_OPTION).and(ATTRIBUTE_OPTION.ID.eq(ATTRIBUTE_VALUE.OPTION_ID)))
                .where(tx.owns(ATTRIBUTE_VALUE))
                .and(which)
                .orderBy(ATTRIBUTE_VALUE.POSITION);
    }

    private static List<Field<?>> told(Table<?> table) {
        return Stream.of(table.fields())
                .filter(column -> !UNTOLD.contains(column)
                        && !column.getName().equals("tenant_id")
                        && !column.getName().equals("product_id"))
                .toList();
    }

    private void tell(Record row, List<Field<?>> columns, List<Object> path) {
        Map<String, @Nullable Object> place = members;
        for (Object step : path) {
            place = below(place, step instanceof Field<?> column ? text(row.get(column)) : step.toString());
        }
        for (Field<?> column : columns) {
            if (!path.contains(column)) {
                place.put(StringUtils.toCamelCaseLC(column.getName()), row.get(column));
            }
        }
    }

    private void tellValue(Record row) {
        ProductVariant.Id variant = row.get(ATTRIBUTE_VALUE.VARIANT_ID);
        Map<String, @Nullable Object> place =
                below(variant == null ? members : below(below(members, VARIANTS), variant.text()), ATTRIBUTES);
        String key = row.get(ATTRIBUTE.CODE);
        if (!row.get(ATTRIBUTE_VALUE.LOCALE).isEmpty()) {
            place = below(place, key);
            key = row.get(ATTRIBUTE_VALUE.LOCALE);
        }
        Object value = VALUES.stream()
                .map(row::get)
                .filter(Objects::nonNull)
                .map(each -> each instanceof BigDecimal number
                        ? number.stripTrailingZeros().toPlainString()
                        : each)
                .findFirst()
                .orElse(null);
        if (row.get(ATTRIBUTE_VALUE.TYPE) == AttributeType.MULTI_SELECT) {
            var choices =
                    new ArrayList<@Nullable Object>(place.get(key) instanceof List<?> earlier ? earlier : List.of());
            choices.add(value);
            place.put(key, choices);
        } else {
            place.put(key, value);
        }
    }

    @SuppressWarnings("unchecked") // below a name that leads on there is nothing but such maps
    private static Map<String, @Nullable Object> below(Map<String, @Nullable Object> place, String name) {
        return (Map<String, @Nullable Object>)
                Objects.requireNonNull(place.computeIfAbsent(name, key -> new LinkedHashMap<String, Object>()));
    }

    private static String text(@Nullable Object key) {
        return switch (key) {
            case TypeId id -> id.text();
            case Locale locale -> locale.toLanguageTag();
            case null, default -> String.valueOf(key);
        };
    }
}
