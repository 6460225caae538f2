package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.ATTRIBUTE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_OPTION;
import static io.merkato.jooq.catalog.Tables.BRAND;
import static io.merkato.jooq.catalog.Tables.CATEGORY;
import static io.merkato.jooq.catalog.Tables.LABEL;
import static io.merkato.jooq.catalog.Tables.PRICE_RANGE;
import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.PRODUCT_CATEGORY;
import static io.merkato.jooq.catalog.Tables.PRODUCT_FACET;
import static io.merkato.jooq.catalog.Tables.PRODUCT_LABEL;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;

import io.merkato.api.Sql;
import io.merkato.catalog.ProductConditions.About;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.Table;
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
                .from(counted.asTable("counted"))
                .join(ATTRIBUTE)
                .on(tenant.owns(ATTRIBUTE).and(ATTRIBUTE.ID.eq(ATTRIBUTE_ID)))
                .leftJoin(ATTRIBUTE_OPTION)
                .on(tenant.owns(ATTRIBUTE_OPTION).and(ATTRIBUTE_OPTION.ID.eq(OPTION_ID)))
                .orderBy(ATTRIBUTE.CODE, ATTRIBUTE_OPTION.POSITION, ATTRIBUTE_OPTION.ID, PRODUCTS.desc(), VALUE)
                .fetch()
                .stream()
                .collect(groupingBy(row -> row.get(ATTRIBUTE.ID), LinkedHashMap::new, toList()))
                .values()
                .stream()
                .limit(MOST_ATTRIBUTES)
                .map(rows -> facet(rows, query.where()))
                .toList();
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
        Set<String> selected = where.optionsOf(attribute.code()).collect(Collectors.toSet());
        return new Facet(
                attribute,
                rows.stream()
                        .limit(MOST)
                        .map(row -> option(row, attribute, selected))
                        .toList(),
                null);
    }

    private static FacetOption option(Record row, Attribute attribute, Set<String> selected) {
        boolean listed = attribute.type().hasOptions();
        String value = listed ? row.get(ATTRIBUTE_OPTION.CODE) : row.get(VALUE);
        return new FacetOption(
                value,
                listed ? row.get(ATTRIBUTE_OPTION.LABELS) : LocalisedText.EMPTY,
                row.get(ATTRIBUTE_OPTION.COLOUR),
                row.get(PRODUCTS),
                selected.contains(value),
                ReadyFilter.attribute(attribute, value));
    }

    List<BrandFacet> brands(TenantContext tenant, Sight sight, ProductQuery query) {
        Set<String> selected = query.where().brandsAskedFor().collect(Collectors.toSet());
        var products = count();
        return tenant.sql()
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
                .fetch(row -> {
                    Brand brand = BrandRepository.brand(row);
                    return new BrandFacet(
                            brand,
                            row.get(products),
                            selected.contains(brand.slug())
                                    || selected.contains(brand.id().text()),
                            ReadyFilter.of("brand", "slug", brand.slug()));
                });
    }

    List<CategoryFacet> categories(TenantContext tenant, Sight sight, ProductQuery query) {
        Set<String> selected = query.where().categoriesAskedFor().collect(Collectors.toSet());
        var products = count();
        return tenant.sql()
                .select(products)
                .select(CategoryRepository.FIELDS)
                .from(ProductLists.source(tenant, sight, query)
                        .join(PRODUCT_CATEGORY)
                        .on(tenant.owns(PRODUCT_CATEGORY).and(PRODUCT_CATEGORY.PRODUCT_ID.eq(PRODUCT.ID)))
                        .join(CATEGORY)
                        .on(tenant.owns(CATEGORY)
                                .and(CATEGORY.ID.eq(PRODUCT_CATEGORY.CATEGORY_ID))
                                .and(CATEGORY.DELETED_AT.isNull())))
                .where(new ProductConditions(tenant, sight, query).without(About.CATEGORY))
                .groupBy(CATEGORY.TENANT_ID, CATEGORY.ID)
                .orderBy(products.desc(), CATEGORY.SLUG, CATEGORY.ID)
                .limit(MOST)
                .fetch(row -> {
                    Category category = CategoryRepository.category(row);
                    return new CategoryFacet(
                            category,
                            row.get(products),
                            selected.contains(category.slug())
                                    || selected.contains(category.id().text()),
                            ReadyFilter.of("category", "slug", category.slug()));
                });
    }

    List<LabelFacet> labels(TenantContext tenant, Sight sight, ProductQuery query) {
        Set<String> selected = query.where().labelsAskedFor().collect(Collectors.toSet());
        var products = count();
        return tenant.sql()
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
                .fetch(row -> {
                    Label label = LabelRepository.label(row);
                    return new LabelFacet(
                            label,
                            row.get(products),
                            selected.contains(label.code())
                                    || selected.contains(label.id().text()),
                            ReadyFilter.of("label", "code", label.code()));
                });
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
                                .and(PRICE_RANGE.CURRENCY.eq(sight.store().currency()))
                                .and(PRICE_RANGE.PRODUCT_ID.eq(PRODUCT.ID))))
                .where(new ProductConditions(tenant, sight, query).without(About.PRICE))
                .fetchOne(row -> PriceRange.of(
                        row.get(least), row.get(greatest), sight.store().currency()));
    }
}
