package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.ATTRIBUTE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_OPTION;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_SET_ATTRIBUTE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_VALUE;
import static io.merkato.jooq.catalog.Tables.VARIANT;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static org.jooq.impl.DSL.arrayAgg;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.tenancy.PageOfEach;
import io.merkato.tenancy.Template;
import io.merkato.tenancy.TenantContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.SortField;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Repository;

/** Options of attributes, and which of them variants stand for. */
@Repository
class OptionRepository {

    static final List<SelectField<?>> FIELDS = List.of(
            ATTRIBUTE_OPTION.ID,
            ATTRIBUTE_OPTION.ATTRIBUTE_ID,
            ATTRIBUTE_OPTION.CODE,
            ATTRIBUTE_OPTION.LABELS,
            ATTRIBUTE_OPTION.COLOUR,
            ATTRIBUTE_OPTION.POSITION,
            ATTRIBUTE_OPTION.VERSION);
    private static final List<SortField<?>> ORDER = List.of(ATTRIBUTE_OPTION.POSITION.asc(), ATTRIBUTE_OPTION.ID.asc());

    private final Pages pages;

    OptionRepository(Pages pages) {
        this.pages = pages;
    }

    static AttributeOption option(Record row) {
        return new AttributeOption(
                row.get(ATTRIBUTE_OPTION.ID),
                row.get(ATTRIBUTE_OPTION.ATTRIBUTE_ID),
                row.get(ATTRIBUTE_OPTION.CODE),
                row.get(ATTRIBUTE_OPTION.LABELS),
                row.get(ATTRIBUTE_OPTION.COLOUR),
                row.get(ATTRIBUTE_OPTION.POSITION),
                row.get(ATTRIBUTE_OPTION.VERSION));
    }

    Map<AttributeOption.Id, AttributeOption> byId(TenantContext tenant, Collection<AttributeOption.Id> ids) {
        return tenant.sql()
                .select(FIELDS)
                .from(ATTRIBUTE_OPTION)
                .where(tenant.owns(ATTRIBUTE_OPTION))
                .and(Sql.isAny(ATTRIBUTE_OPTION.ID, ids))
                .fetchMap(ATTRIBUTE_OPTION.ID, OptionRepository::option);
    }

    Map<Attribute.Id, Connection<AttributeOption>> pageOf(
            TenantContext tenant, Collection<Attribute.Id> attributes, PageArgs args) {
        return new PageOfEach<>(
                        tenant,
                        pages,
                        "options",
                        ATTRIBUTE_OPTION,
                        ATTRIBUTE_OPTION.ATTRIBUTE_ID,
                        ATTRIBUTE_OPTION.ID,
                        ORDER)
                .fetch(attributes, FIELDS, args, OptionRepository::option);
    }

    Map<Attribute.Id, Integer> countOf(TenantContext tenant, Collection<Attribute.Id> attributes) {
        return new PageOfEach<>(
                        tenant,
                        pages,
                        "options",
                        ATTRIBUTE_OPTION,
                        ATTRIBUTE_OPTION.ATTRIBUTE_ID,
                        ATTRIBUTE_OPTION.ID,
                        ORDER)
                .count(attributes);
    }

    /** What each variant stands for, in the order of its product's axes. */
    Map<ProductVariant.Id, List<AttributeOption>> ofVariants(
            TenantContext tenant, Collection<ProductVariant.Id> variants) {
        Template.Answer<Field<ProductVariant.Id[]>> found = OF_VARIANTS.fetch(tenant, new OfVariants(variants));
        var options = new HashMap<ProductVariant.Id, List<AttributeOption>>();
        for (Record row : found.rows()) {
            AttributeOption option = option(row);
            for (ProductVariant.Id variant : row.get(found.reader())) {
                options.computeIfAbsent(variant, one -> new ArrayList<>()).add(option);
            }
        }
        return options;
    }

    private record OfVariants(Collection<ProductVariant.Id> variants) {}

    private static final Template<OfVariants, Field<ProductVariant.Id[]>> OF_VARIANTS =
            new Template<>(OptionRepository::ofVariants);

    /** Each option once, with all who stand for it: many variants share few. */
    private static Template.Query<Field<ProductVariant.Id[]>> ofVariants(TenantContext tenant, OfVariants asked) {
        Field<ProductVariant.Id[]> variants =
                arrayAgg(ATTRIBUTE_VALUE.VARIANT_ID).as("variants");
        Table<?> values = DSL.select(
                        ATTRIBUTE_VALUE.ATTRIBUTE_SET_ID,
                        ATTRIBUTE_VALUE.ATTRIBUTE_ID,
                        ATTRIBUTE_VALUE.OPTION_ID,
                        variants)
                .from(ATTRIBUTE_VALUE)
                .where(tenant.owns(ATTRIBUTE_VALUE))
                .and(Sql.isAny(
                        ATTRIBUTE_VALUE.OWNER_ID,
                        asked.variants().stream().map(ProductVariant.Id::value).toList()))
                .groupBy(ATTRIBUTE_VALUE.ATTRIBUTE_SET_ID, ATTRIBUTE_VALUE.ATTRIBUTE_ID, ATTRIBUTE_VALUE.OPTION_ID)
                .asTable("chosen");
        Field<ProductVariant.Id[]> chosen = Sql.column(values, variants);
        return new Template.Query<>(
                tenant.sql()
                        .select(List.<SelectField<?>>of(chosen))
                        .select(FIELDS)
                        .from(joinedToAxes(tenant, values))
                        .orderBy(ATTRIBUTE_SET_ATTRIBUTE.POSITION, ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID),
                chosen);
    }

    /** The options that the live variants of each product stand for, by axis in order. */
    Map<Product.Id, Map<Attribute.Id, List<AttributeOption>>> axesOf(
            TenantContext tenant, Collection<Product.Id> products) {
        Table<?> values = values(tenant, Sql.isAny(ATTRIBUTE_VALUE.PRODUCT_ID, products));
        Field<Product.Id> product = Sql.column(values, ATTRIBUTE_VALUE.PRODUCT_ID);
        return tenant
                .sql()
                .selectDistinct(product, ATTRIBUTE_SET_ATTRIBUTE.POSITION, ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID)
                .select(FIELDS)
                .from(joinedToAxes(tenant, values)
                        .join(VARIANT)
                        .on(tenant.owns(VARIANT)
                                .and(VARIANT.ID.eq(Sql.column(values, ATTRIBUTE_VALUE.VARIANT_ID)))
                                .and(VARIANT.DELETED_AT.isNull())))
                .orderBy(
                        ATTRIBUTE_SET_ATTRIBUTE.POSITION,
                        ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID,
                        ATTRIBUTE_OPTION.POSITION,
                        ATTRIBUTE_OPTION.ID)
                .fetch()
                .stream()
                .collect(groupingBy(
                        row -> row.get(product),
                        groupingBy(
                                row -> row.get(ATTRIBUTE_OPTION.ATTRIBUTE_ID),
                                LinkedHashMap::new,
                                mapping(OptionRepository::option, toList()))));
    }

    /** What each live variant of the products stands for: the code of its option by that of the axis. */
    Map<Product.Id, Map<ProductVariant.Id, Map<String, String>>> codesOf(
            TenantContext tenant, Collection<Product.Id> products) {
        Table<?> values = values(tenant, Sql.isAny(ATTRIBUTE_VALUE.PRODUCT_ID, products));
        Field<Product.Id> product = Sql.column(values, ATTRIBUTE_VALUE.PRODUCT_ID);
        Field<ProductVariant.Id> variant = Sql.column(values, ATTRIBUTE_VALUE.VARIANT_ID);
        return tenant
                .sql()
                .select(product, variant, ATTRIBUTE.CODE, ATTRIBUTE_OPTION.CODE)
                .from(joinedToAxes(tenant, values)
                        .join(ATTRIBUTE)
                        .on(tenant.owns(ATTRIBUTE).and(ATTRIBUTE.ID.eq(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID)))
                        .join(VARIANT)
                        .on(tenant.owns(VARIANT).and(VARIANT.ID.eq(variant)).and(VARIANT.DELETED_AT.isNull())))
                .fetch()
                .stream()
                .collect(groupingBy(
                        row -> row.value1(),
                        groupingBy(row -> row.value2(), toMap(row -> row.value3(), row -> row.value4()))));
    }

    /** Read before all that they are joined to: else the planner would go through the values of the whole attribute set. */
    private static Table<?> values(TenantContext tenant, Condition which) {
        return Sql.first(DSL.select(
                                ATTRIBUTE_VALUE.PRODUCT_ID,
                                ATTRIBUTE_VALUE.VARIANT_ID,
                                ATTRIBUTE_VALUE.ATTRIBUTE_SET_ID,
                                ATTRIBUTE_VALUE.ATTRIBUTE_ID,
                                ATTRIBUTE_VALUE.OPTION_ID)
                        .from(ATTRIBUTE_VALUE)
                        .where(tenant.owns(ATTRIBUTE_VALUE))
                        .and(which))
                .asTable("chosen");
    }

    private static Table<?> joinedToAxes(TenantContext tenant, Table<?> values) {
        return values.join(ATTRIBUTE_SET_ATTRIBUTE)
                .on(tenant.owns(ATTRIBUTE_SET_ATTRIBUTE)
                        .and(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_SET_ID.eq(
                                Sql.column(values, ATTRIBUTE_VALUE.ATTRIBUTE_SET_ID)))
                        .and(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID.eq(Sql.column(values, ATTRIBUTE_VALUE.ATTRIBUTE_ID)))
                        .and(ATTRIBUTE_SET_ATTRIBUTE.AXIS.isTrue()))
                .join(ATTRIBUTE_OPTION)
                .on(tenant.owns(ATTRIBUTE_OPTION)
                        .and(ATTRIBUTE_OPTION.ID.eq(Sql.column(values, ATTRIBUTE_VALUE.OPTION_ID))));
    }
}
