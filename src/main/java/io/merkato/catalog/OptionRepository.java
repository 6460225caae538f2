package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_OPTION;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_SET_ATTRIBUTE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_VALUE;
import static io.merkato.jooq.catalog.Tables.VARIANT;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.SortField;
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
        return tenant.sql()
                .select(ATTRIBUTE_VALUE.VARIANT_ID)
                .select(FIELDS)
                .from(ATTRIBUTE_VALUE)
                .join(ATTRIBUTE_SET_ATTRIBUTE)
                .on(tenant.owns(ATTRIBUTE_SET_ATTRIBUTE)
                        .and(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_SET_ID.eq(ATTRIBUTE_VALUE.ATTRIBUTE_SET_ID))
                        .and(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID.eq(ATTRIBUTE_VALUE.ATTRIBUTE_ID))
                        .and(ATTRIBUTE_SET_ATTRIBUTE.AXIS.isTrue()))
                .join(ATTRIBUTE_OPTION)
                .on(tenant.owns(ATTRIBUTE_OPTION).and(ATTRIBUTE_OPTION.ID.eq(ATTRIBUTE_VALUE.OPTION_ID)))
                .where(tenant.owns(ATTRIBUTE_VALUE))
                .and(Sql.isAny(
                        ATTRIBUTE_VALUE.OWNER_ID,
                        variants.stream().map(ProductVariant.Id::value).toList()))
                .orderBy(ATTRIBUTE_SET_ATTRIBUTE.POSITION, ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID)
                .fetchGroups(ATTRIBUTE_VALUE.VARIANT_ID, OptionRepository::option);
    }

    /** The options that the live variants of each product stand for, by axis in order. */
    Map<Product.Id, Map<Attribute.Id, List<AttributeOption>>> axesOf(
            TenantContext tenant, Collection<Product.Id> products) {
        var rows = tenant.sql()
                .selectDistinct(
                        ATTRIBUTE_VALUE.PRODUCT_ID,
                        ATTRIBUTE_SET_ATTRIBUTE.POSITION,
                        ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID)
                .select(FIELDS)
                .from(ATTRIBUTE_VALUE)
                .join(VARIANT)
                .on(tenant.owns(VARIANT)
                        .and(VARIANT.ID.eq(ATTRIBUTE_VALUE.VARIANT_ID))
                        .and(VARIANT.DELETED_AT.isNull()))
                .join(ATTRIBUTE_SET_ATTRIBUTE)
                .on(tenant.owns(ATTRIBUTE_SET_ATTRIBUTE)
                        .and(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_SET_ID.eq(ATTRIBUTE_VALUE.ATTRIBUTE_SET_ID))
                        .and(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID.eq(ATTRIBUTE_VALUE.ATTRIBUTE_ID))
                        .and(ATTRIBUTE_SET_ATTRIBUTE.AXIS.isTrue()))
                .join(ATTRIBUTE_OPTION)
                .on(tenant.owns(ATTRIBUTE_OPTION).and(ATTRIBUTE_OPTION.ID.eq(ATTRIBUTE_VALUE.OPTION_ID)))
                .where(tenant.owns(ATTRIBUTE_VALUE))
                .and(Sql.isAny(ATTRIBUTE_VALUE.PRODUCT_ID, products))
                .orderBy(
                        ATTRIBUTE_SET_ATTRIBUTE.POSITION,
                        ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID,
                        ATTRIBUTE_OPTION.POSITION,
                        ATTRIBUTE_OPTION.ID)
                .fetch();
        return rows.stream()
                .collect(groupingBy(
                        row -> row.get(ATTRIBUTE_VALUE.PRODUCT_ID),
                        groupingBy(
                                row -> row.get(ATTRIBUTE_OPTION.ATTRIBUTE_ID),
                                LinkedHashMap::new,
                                mapping(OptionRepository::option, toList()))));
    }
}
