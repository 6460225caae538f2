package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.ATTRIBUTE;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.tenancy.Template;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.SelectField;
import org.springframework.stereotype.Repository;

/** Attribute definitions. */
@Repository
class AttributeRepository {

    static final List<SelectField<?>> FIELDS = List.of(
            ATTRIBUTE.ID,
            ATTRIBUTE.CODE,
            ATTRIBUTE.TYPE,
            ATTRIBUTE.LABELS,
            ATTRIBUTE.DESCRIPTIONS,
            ATTRIBUTE.UNIT,
            ATTRIBUTE.LOCALISED,
            ATTRIBUTE.FILTERABLE,
            ATTRIBUTE.SORTABLE,
            ATTRIBUTE.MIN_VALUE,
            ATTRIBUTE.MAX_VALUE,
            ATTRIBUTE.MIN_LENGTH,
            ATTRIBUTE.MAX_LENGTH,
            ATTRIBUTE.MIN_DATE,
            ATTRIBUTE.MAX_DATE,
            ATTRIBUTE.PATTERN,
            ATTRIBUTE.VERSION,
            ATTRIBUTE.CREATED_AT,
            ATTRIBUTE.UPDATED_AT);

    private final Pages pages;

    AttributeRepository(Pages pages) {
        this.pages = pages;
    }

    static Attribute attribute(Record row) {
        return new Attribute(
                row.get(ATTRIBUTE.ID),
                row.get(ATTRIBUTE.CODE),
                row.get(ATTRIBUTE.TYPE),
                row.get(ATTRIBUTE.LABELS),
                row.get(ATTRIBUTE.DESCRIPTIONS),
                row.get(ATTRIBUTE.UNIT),
                row.get(ATTRIBUTE.LOCALISED),
                row.get(ATTRIBUTE.FILTERABLE),
                row.get(ATTRIBUTE.SORTABLE),
                new AttributeValidation(
                        row.get(ATTRIBUTE.MIN_VALUE),
                        row.get(ATTRIBUTE.MAX_VALUE),
                        row.get(ATTRIBUTE.MIN_LENGTH),
                        row.get(ATTRIBUTE.MAX_LENGTH),
                        row.get(ATTRIBUTE.MIN_DATE),
                        row.get(ATTRIBUTE.MAX_DATE),
                        row.get(ATTRIBUTE.PATTERN)),
                row.get(ATTRIBUTE.VERSION),
                row.get(ATTRIBUTE.CREATED_AT),
                row.get(ATTRIBUTE.UPDATED_AT));
    }

    Map<Attribute.Id, Attribute> byId(TenantContext tenant, Collection<Attribute.Id> ids) {
        return BY_ID.fetch(tenant, new ById(ids)).rows().stream()
                .map(AttributeRepository::attribute)
                .collect(Collectors.toMap(Attribute::id, attribute -> attribute));
    }

    private record ById(Collection<Attribute.Id> ids) {}

    private static final Template<ById, Object> BY_ID =
            new Template<>((tenant, asked) -> those(tenant, Sql.isAny(ATTRIBUTE.ID, asked.ids())));

    Map<String, Attribute> byCode(TenantContext tenant, Collection<String> codes) {
        return BY_CODE.fetch(tenant, new ByCode(codes)).rows().stream()
                .map(AttributeRepository::attribute)
                .collect(Collectors.toMap(Attribute::code, attribute -> attribute));
    }

    private record ByCode(Collection<String> codes) {}

    private static final Template<ByCode, Object> BY_CODE =
            new Template<>((tenant, asked) -> those(tenant, Sql.isAny(ATTRIBUTE.CODE, asked.codes())));

    private static Template.Query<Object> those(TenantContext tenant, Condition which) {
        return Template.Query.of(
                tenant.sql()
                        .select(FIELDS)
                        .from(ATTRIBUTE)
                        .where(tenant.owns(ATTRIBUTE))
                        .and(which),
                FIELDS);
    }

    Connection<Attribute> page(TenantContext tenant, Condition which, PageArgs page) {
        return pages.fetch(
                        tenant.id() + " attributes",
                        tenant.sql()
                                .select(FIELDS)
                                .from(ATTRIBUTE)
                                .where(tenant.owns(ATTRIBUTE))
                                .and(which),
                        List.of(ATTRIBUTE.CODE.asc(), ATTRIBUTE.ID.asc()),
                        page,
                        AttributeRepository::attribute)
                .counted(
                        tenant.sql(),
                        selectOne()
                                .from(ATTRIBUTE)
                                .where(tenant.owns(ATTRIBUTE))
                                .and(which));
    }
}
