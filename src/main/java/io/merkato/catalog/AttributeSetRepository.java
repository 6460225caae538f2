package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.ATTRIBUTE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_GROUP;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_SET;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_SET_ATTRIBUTE;
import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Connection;
import io.merkato.api.LocalisedText;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.Record6;
import org.jooq.SelectJoinStep;
import org.springframework.stereotype.Repository;

/** Attribute sets, their groups and the attributes in them. */
@Repository
class AttributeSetRepository {

    private final Pages pages;

    AttributeSetRepository(Pages pages) {
        this.pages = pages;
    }

    private static SelectJoinStep<Record6<AttributeSet.Id, String, LocalisedText, Integer, Instant, Instant>> sets(
            TenantContext tenant) {
        return tenant.sql()
                .select(
                        ATTRIBUTE_SET.ID,
                        ATTRIBUTE_SET.CODE,
                        ATTRIBUTE_SET.LABELS,
                        ATTRIBUTE_SET.VERSION,
                        ATTRIBUTE_SET.CREATED_AT,
                        ATTRIBUTE_SET.UPDATED_AT)
                .from(ATTRIBUTE_SET);
    }

    Map<AttributeSet.Id, AttributeSet> byId(TenantContext tenant, Collection<AttributeSet.Id> ids) {
        return sets(tenant)
                .where(tenant.owns(ATTRIBUTE_SET))
                .and(Sql.isAny(ATTRIBUTE_SET.ID, ids))
                .fetchMap(ATTRIBUTE_SET.ID, mapping(AttributeSet::new));
    }

    Connection<AttributeSet> page(TenantContext tenant, Condition which, PageArgs page) {
        return pages.fetch(
                        tenant.id() + " attribute sets",
                        sets(tenant).where(tenant.owns(ATTRIBUTE_SET)).and(which),
                        List.of(ATTRIBUTE_SET.CODE.asc(), ATTRIBUTE_SET.ID.asc()),
                        page,
                        mapping(AttributeSet::new))
                .counted(
                        tenant.sql(),
                        selectOne()
                                .from(ATTRIBUTE_SET)
                                .where(tenant.owns(ATTRIBUTE_SET))
                                .and(which));
    }

    /** In order, groups without an attribute too. */
    Map<AttributeSet.Id, List<AttributeGroup>> groupsOf(TenantContext tenant, Collection<AttributeSet.Id> sets) {
        return tenant.sql()
                .select(
                        ATTRIBUTE_GROUP.ID,
                        ATTRIBUTE_GROUP.ATTRIBUTE_SET_ID,
                        ATTRIBUTE_GROUP.CODE,
                        ATTRIBUTE_GROUP.LABELS,
                        ATTRIBUTE_GROUP.POSITION)
                .from(ATTRIBUTE_GROUP)
                .where(tenant.owns(ATTRIBUTE_GROUP))
                .and(Sql.isAny(ATTRIBUTE_GROUP.ATTRIBUTE_SET_ID, sets))
                .orderBy(ATTRIBUTE_GROUP.POSITION, ATTRIBUTE_GROUP.ID)
                .fetchGroups(ATTRIBUTE_GROUP.ATTRIBUTE_SET_ID, mapping(AttributeGroup::new));
    }

    /** In order, group by group; those without a group last. */
    Map<AttributeSet.Id, List<AttributeAssignment>> assignmentsOf(
            TenantContext tenant, Collection<AttributeSet.Id> sets) {
        return tenant.sql()
                .select(
                        ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_SET_ID,
                        ATTRIBUTE_SET_ATTRIBUTE.GROUP_ID,
                        ATTRIBUTE_SET_ATTRIBUTE.LEVEL,
                        ATTRIBUTE_SET_ATTRIBUTE.REQUIRED,
                        ATTRIBUTE_SET_ATTRIBUTE.AXIS)
                .select(AttributeRepository.FIELDS)
                .from(ATTRIBUTE_SET_ATTRIBUTE)
                .join(ATTRIBUTE)
                .on(tenant.owns(ATTRIBUTE).and(ATTRIBUTE.ID.eq(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID)))
                .leftJoin(ATTRIBUTE_GROUP)
                .on(tenant.owns(ATTRIBUTE_GROUP).and(ATTRIBUTE_GROUP.ID.eq(ATTRIBUTE_SET_ATTRIBUTE.GROUP_ID)))
                .where(tenant.owns(ATTRIBUTE_SET_ATTRIBUTE))
                .and(Sql.isAny(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_SET_ID, sets))
                .orderBy(
                        ATTRIBUTE_GROUP.POSITION.asc().nullsLast(),
                        ATTRIBUTE_GROUP.ID,
                        ATTRIBUTE_SET_ATTRIBUTE.POSITION,
                        ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID)
                .fetchGroups(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_SET_ID, AttributeSetRepository::assignment);
    }

    private static AttributeAssignment assignment(Record row) {
        return new AttributeAssignment(
                AttributeRepository.attribute(row),
                row.get(ATTRIBUTE_SET_ATTRIBUTE.GROUP_ID),
                row.get(ATTRIBUTE_SET_ATTRIBUTE.LEVEL),
                row.get(ATTRIBUTE_SET_ATTRIBUTE.REQUIRED),
                row.get(ATTRIBUTE_SET_ATTRIBUTE.AXIS));
    }

    Map<AttributeSet.Id, Integer> productCountOf(TenantContext tenant, Collection<AttributeSet.Id> sets) {
        return tenant.sql()
                .select(PRODUCT.ATTRIBUTE_SET_ID, count())
                .from(PRODUCT)
                .where(tenant.owns(PRODUCT))
                .and(PRODUCT.DELETED_AT.isNull())
                .and(Sql.isAny(PRODUCT.ATTRIBUTE_SET_ID, sets))
                .groupBy(PRODUCT.ATTRIBUTE_SET_ID)
                .fetchMap(PRODUCT.ATTRIBUTE_SET_ID, count());
    }
}
