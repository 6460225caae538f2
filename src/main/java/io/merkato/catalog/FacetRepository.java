package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.ATTRIBUTE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_OPTION;
import static io.merkato.jooq.catalog.Tables.BRAND;
import static io.merkato.jooq.catalog.Tables.CATEGORY;
import static io.merkato.jooq.catalog.Tables.CATEGORY_CLOSURE;
import static io.merkato.jooq.catalog.Tables.LABEL;
import static io.merkato.jooq.catalog.Tables.PRICE_RANGE;
import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.PRODUCT_CATEGORY;
import static io.merkato.jooq.catalog.Tables.PRODUCT_FACET;
import static io.merkato.jooq.catalog.Tables.PRODUCT_LABEL;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.denseRank;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.orderBy;
import static org.jooq.impl.DSL.partitionBy;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;

import io.merkato.api.LocalisedText;
import io.merkato.api.Sql;
import io.merkato.catalog.ProductConditions.About;
import io.merkato.catalog.ProductWhere.CategoryMatch;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** What the products of a list can be narrowed by, with how many would be left: each facet in one statement. */
@Repository
class FacetRepository {

    /** Types whose values are worth counting one by one, or by their range. */
    private static final List<AttributeType> COUNTED = List.of(
            AttributeType.SELECT,
            AttributeType.MULTI_SELECT,
            AttributeType.COLOUR,
            AttributeType.BOOLEAN,
            AttributeType.TEXT);

    private static final List<AttributeType> RANGED =
            List.of(AttributeType.INTEGER, AttributeType.DECIMAL, AttributeType.MEASURE);

    private static final int MOST = 100;
    private static final int MOST_ATTRIBUTES = 50;

    private static final Field<Attribute.Id> ATTRIBUTE_ID =
            field(name("counted", "attribute_id"), PRODUCT_FACET.ATTRIBUTE_ID.getDataType());
    private static final Field<AttributeOption.Id> OPTION_ID =
            field(name("counted", "option_id"), PRODUCT_FACET.OPTION_ID.getDataType());
    private static final Field<String> VALUE = field(name("counted", "value"), String.class);
    private static final Field<Long> LEAST = field(name("counted", "least"), Long.class);
    private static final Field<Long> GREATEST = field(name("counted", "greatest"), Long.class);
    private static final Field<Integer> PRODUCTS = field(name("counted", "products"), Integer.class);
    private static final Field<Integer> VALUE_PLACE = field(name("counted", "value_place"), Integer.class);
    private static final Field<Integer> ATTRIBUTE_PLACE = field(name("counted", "attribute_place"), Integer.class);
    private static final List<OrderField<?>> ORDER =
            List.of(ATTRIBUTE.CODE, ATTRIBUTE_OPTION.POSITION, ATTRIBUTE_OPTION.ID, PRODUCTS.desc(), VALUE);

    /** Counts leave out the conditions on the attribute itself. */
    List<Facet> attributes(TenantContext tenant, Sight sight, ProductQuery query, @Nullable Collection<String> codes) {
        var conditions = new ProductConditions(tenant, sight, query);
        Table<?> source = ProductLists.source(tenant, sight, query);
        List<Attribute> narrowed =
                query.where().narrowedBy().distinct().map(query::attribute).toList();
        Condition others = narrowed.isEmpty()
                ? noCondition()
                : not(Sql.isAny(
                        PRODUCT_FACET.ATTRIBUTE_ID,
                        narrowed.stream().map(Attribute::id).toList()));
        Select<Record> counted = counted(tenant, source, conditions.all(), others, codes);
        for (Attribute attribute : narrowed) {
            counted = counted.unionAll(counted(
                    tenant,
                    source,
                    conditions.withoutAttribute(attribute.code()),
                    PRODUCT_FACET.ATTRIBUTE_ID.eq(attribute.id()),
                    codes));
        }
        return tenant
                .sql()
                .select(VALUE, LEAST, GREATEST, PRODUCTS)
                .select(AttributeRepository.FIELDS)
                .select(OptionRepository.FIELDS)
                .from(named(tenant, foremost(tenant, counted)))
                .where(VALUE_PLACE.le(inline(MOST)))
                .and(ATTRIBUTE_PLACE.le(inline(MOST_ATTRIBUTES)))
                .orderBy(ORDER)
                .fetch()
                .stream()
                .collect(groupingBy(row -> row.get(ATTRIBUTE.ID), LinkedHashMap::new, toList()))
                .values()
                .stream()
                .map(rows -> facet(rows, query.where()))
                .toList();
    }

    private static Table<?> named(TenantContext tenant, Select<?> counted) {
        return counted.asTable("counted")
                .join(ATTRIBUTE)
                .on(tenant.owns(ATTRIBUTE).and(ATTRIBUTE.ID.eq(ATTRIBUTE_ID)))
                .leftJoin(ATTRIBUTE_OPTION)
                .on(tenant.owns(ATTRIBUTE_OPTION).and(ATTRIBUTE_OPTION.ID.eq(OPTION_ID)));
    }

    /** With the place of each value among its attribute's, and of each attribute. */
    private static Select<?> foremost(TenantContext tenant, Select<Record> counted) {
        return select(ATTRIBUTE_ID, OPTION_ID, VALUE, LEAST, GREATEST, PRODUCTS)
                .select(
                        rowNumber()
                                .over(partitionBy(ATTRIBUTE.ID).orderBy(ORDER))
                                .as("value_place"),
                        denseRank().over(orderBy(ATTRIBUTE.CODE)).as("attribute_place"))
                .from(named(tenant, counted));
    }

    /** Which products, is asked of each product, not of each of its values. */
    private static Select<Record> counted(
            TenantContext tenant,
            Table<?> source,
            Condition which,
            Condition values,
            @Nullable Collection<String> codes) {
        Table<?> matching =
                Sql.first(select(PRODUCT.ID).from(source).where(which)).asTable("matching");
        Field<String> value = when(
                        ATTRIBUTE.TYPE.notIn(RANGED.stream()
                                .map(type -> inline(type, ATTRIBUTE.TYPE))
                                .toList()),
                        PRODUCT_FACET.VALUE)
                .otherwise(castNull(String.class));
        List<SelectField<?>> fields = List.of(
                PRODUCT_FACET.ATTRIBUTE_ID,
                PRODUCT_FACET.OPTION_ID,
                value.as("value"),
                min(PRODUCT_FACET.NUMBER).as("least"),
                max(PRODUCT_FACET.NUMBER).as("greatest"),
                count().as("products"));
        return select(fields)
                .from(matching.join(PRODUCT_FACET)
                        .on(tenant.owns(PRODUCT_FACET)
                                .and(PRODUCT_FACET.PRODUCT_ID.eq(Sql.column(matching, PRODUCT.ID))))
                        .join(ATTRIBUTE)
                        .on(tenant.owns(ATTRIBUTE).and(ATTRIBUTE.ID.eq(PRODUCT_FACET.ATTRIBUTE_ID))))
                .where(values)
                .and(ATTRIBUTE.FILTERABLE.isTrue())
                .and(Sql.isAny(
                        ATTRIBUTE.TYPE,
                        Stream.concat(COUNTED.stream(), RANGED.stream()).toList()))
                .and(codes == null ? noCondition() : Sql.isAny(ATTRIBUTE.CODE, codes))
                .groupBy(PRODUCT_FACET.ATTRIBUTE_ID, PRODUCT_FACET.OPTION_ID, value);
    }

    private static Facet facet(List<Record> rows, ProductWhere where) {
        Attribute attribute = AttributeRepository.attribute(rows.getFirst());
        if (RANGED.contains(attribute.type())) {
            Record row = rows.getFirst();
            return new Facet(attribute, List.of(), NumberRange.of(attribute, row.get(LEAST), row.get(GREATEST)));
        }
        List<String> selected = where.valuesOf(attribute).distinct().toList();
        return new Facet(
                attribute,
                rows.stream().map(row -> option(row, attribute, selected)).toList(),
                null);
    }

    private static FacetOption option(Record row, Attribute attribute, List<String> selected) {
        String value = attribute.type().hasOptions() ? row.get(ATTRIBUTE_OPTION.CODE) : row.get(VALUE);
        return new FacetOption(
                value,
                switch (attribute.type()) {
                    case SELECT, MULTI_SELECT, COLOUR -> row.get(ATTRIBUTE_OPTION.LABELS);
                    case BOOLEAN -> YesNo.of(Boolean.parseBoolean(value));
                    default -> LocalisedText.EMPTY;
                },
                row.get(ATTRIBUTE_OPTION.COLOUR),
                row.get(PRODUCTS),
                selected.contains(value),
                ReadyFilter.attribute(attribute, ReadyFilter.toggled(selected, value)));
    }

    List<BrandFacet> brands(TenantContext tenant, Sight sight, ProductQuery query) {
        Set<String> asked = query.where().brandsAskedFor().collect(toSet());
        var products = count();
        Map<Brand, Integer> counted = tenant.sql()
                .select(products)
                .select(BrandRepository.FIELDS)
                .from(ProductLists.source(tenant, sight, query)
                        .join(BRAND)
                        .on(tenant.owns(BRAND)
                                .and(BRAND.ID.eq(PRODUCT.BRAND_ID))
                                .and(BRAND.DELETED_AT.isNull())))
                .where(new ProductConditions(tenant, sight, query).without(About.BRAND))
                .groupBy(BRAND.TENANT_ID, BRAND.ID)
                .orderBy(products.desc(), BRAND.NAME, BRAND.ID)
                .limit(MOST)
                .fetchMap(BrandRepository::brand, row -> row.get(products));
        List<String> selected = counted.keySet().stream()
                .filter(brand -> asked.contains(brand.slug())
                        || asked.contains(brand.id().text()))
                .map(Brand::slug)
                .toList();
        return counted.entrySet().stream()
                .map(each -> new BrandFacet(
                        each.getKey(),
                        each.getValue(),
                        selected.contains(each.getKey().slug()),
                        ReadyFilter.oneOf(
                                "brand",
                                "slug",
                                ReadyFilter.toggled(selected, each.getKey().slug()))))
                .toList();
    }

    /** The next level of the tree: what lies below the categories asked for, or its top, with the products of all levels below. */
    List<CategoryFacet> categories(TenantContext tenant, Sight sight, ProductQuery query) {
        List<CategoryMatch> named = query.where().namedCategories();
        var above = CATEGORY.as("above");
        Condition level = named.isEmpty()
                ? CATEGORY.PARENT_ID.isNull()
                : CATEGORY.PARENT_ID.eq(any(array(select(above.ID)
                        .from(above)
                        .where(tenant.owns(above))
                        .and(above.DELETED_AT.isNull())
                        .and(DSL.or(named.stream()
                                .map(match -> ProductConditions.named(match, above))
                                .toList())))));
        Table<?> matching = Sql.first(select(PRODUCT.ID)
                        .from(ProductLists.source(tenant, sight, query))
                        .where(new ProductConditions(tenant, sight, query).all()))
                .asTable("matching");
        Set<String> asked = query.where().categoriesAskedFor().collect(toSet());
        var products = countDistinct(PRODUCT_CATEGORY.PRODUCT_ID);
        return tenant.sql()
                .select(products)
                .select(CategoryRepository.FIELDS)
                .from(matching.join(PRODUCT_CATEGORY)
                        .on(tenant.owns(PRODUCT_CATEGORY)
                                .and(PRODUCT_CATEGORY.PRODUCT_ID.eq(Sql.column(matching, PRODUCT.ID))))
                        .join(CATEGORY_CLOSURE)
                        .on(tenant.owns(CATEGORY_CLOSURE)
                                .and(CATEGORY_CLOSURE.DESCENDANT_ID.eq(PRODUCT_CATEGORY.CATEGORY_ID)))
                        .join(CATEGORY)
                        .on(tenant.owns(CATEGORY)
                                .and(CATEGORY.ID.eq(CATEGORY_CLOSURE.ANCESTOR_ID))
                                .and(CATEGORY.DELETED_AT.isNull())))
                .where(level)
                .groupBy(CATEGORY.TENANT_ID, CATEGORY.ID)
                .orderBy(products.desc(), CATEGORY.SLUG, CATEGORY.ID)
                .limit(MOST)
                .fetch(row -> {
                    Category category = CategoryRepository.category(row);
                    return new CategoryFacet(
                            category,
                            row.get(products),
                            asked.contains(category.slug())
                                    || asked.contains(category.id().text()),
                            ReadyFilter.only("category", "slug", category.slug()));
                });
    }

    List<LabelFacet> labels(TenantContext tenant, Sight sight, ProductQuery query) {
        Set<String> asked = query.where().labelsAskedFor().collect(toSet());
        var products = count();
        Map<Label, Integer> counted = tenant.sql()
                .select(products)
                .select(LabelRepository.FIELDS)
                .from(ProductLists.source(tenant, sight, query)
                        .join(PRODUCT_LABEL)
                        .on(tenant.owns(PRODUCT_LABEL).and(PRODUCT_LABEL.PRODUCT_ID.eq(PRODUCT.ID)))
                        .join(LABEL)
                        .on(tenant.owns(LABEL).and(LABEL.ID.eq(PRODUCT_LABEL.LABEL_ID))))
                .where(new ProductConditions(tenant, sight, query).without(About.LABEL))
                .groupBy(LABEL.TENANT_ID, LABEL.ID)
                .orderBy(products.desc(), LABEL.POSITION, LABEL.ID)
                .limit(MOST)
                .fetchMap(LabelRepository::label, row -> row.get(products));
        List<String> selected = counted.keySet().stream()
                .filter(label -> asked.contains(label.code())
                        || asked.contains(label.id().text()))
                .map(Label::code)
                .toList();
        return counted.entrySet().stream()
                .map(each -> new LabelFacet(
                        each.getKey(),
                        each.getValue(),
                        selected.contains(each.getKey().code()),
                        ReadyFilter.oneOf(
                                "label",
                                "code",
                                ReadyFilter.toggled(selected, each.getKey().code()))))
                .toList();
    }

    @Nullable
    PriceRange prices(TenantContext tenant, Sight sight, ProductQuery query) {
        var least = min(PRICE_RANGE.MIN_AMOUNT);
        var greatest = max(PRICE_RANGE.MAX_AMOUNT);
        return tenant.sql()
                .select(least, greatest)
                .from(ProductLists.source(tenant, sight, query)
                        .join(PRICE_RANGE)
                        .on(tenant.owns(PRICE_RANGE)
                                .and(PRICE_RANGE.STORE_ID.eq(sight.priceScope(tenant)))
                                .and(PRICE_RANGE.CURRENCY.eq(sight.currency()))
                                .and(PRICE_RANGE.PRODUCT_ID.eq(PRODUCT.ID))))
                .where(new ProductConditions(tenant, sight, query).without(About.PRICE))
                .fetchOne(row -> PriceRange.of(row.get(least), row.get(greatest), sight.currency()));
    }
}
