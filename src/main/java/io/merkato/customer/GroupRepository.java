package io.merkato.customer;

import static io.merkato.jooq.customer.Tables.CUSTOMER_;
import static io.merkato.jooq.customer.Tables.CUSTOMER_GROUP;
import static io.merkato.jooq.customer.Tables.CUSTOMER_GROUP_MEMBER;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.Sql;
import io.merkato.tenancy.PageOfEach;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.SortField;
import org.springframework.stereotype.Repository;

/** Groups of customers. */
@Repository
class GroupRepository {

    static final List<SelectField<?>> FIELDS = List.of(
            CUSTOMER_GROUP.ID,
            CUSTOMER_GROUP.CODE,
            CUSTOMER_GROUP.NAME,
            CUSTOMER_GROUP.DESCRIPTION,
            CUSTOMER_GROUP.VERSION,
            CUSTOMER_GROUP.CREATED_AT,
            CUSTOMER_GROUP.UPDATED_AT);
    private static final List<SortField<?>> BY_CODE = List.of(CUSTOMER_GROUP.CODE.asc(), CUSTOMER_GROUP.ID.asc());
    private static final List<SortField<?>> LATEST_FIRST =
            List.of(CUSTOMER_GROUP_MEMBER.ADDED_AT.desc(), CUSTOMER_GROUP_MEMBER.CUSTOMER_ID.desc());

    private final Pages pages;

    GroupRepository(Pages pages) {
        this.pages = pages;
    }

    static CustomerGroup group(Record row) {
        return new CustomerGroup(
                row.get(CUSTOMER_GROUP.ID),
                row.get(CUSTOMER_GROUP.CODE),
                row.get(CUSTOMER_GROUP.NAME),
                row.get(CUSTOMER_GROUP.DESCRIPTION),
                row.get(CUSTOMER_GROUP.VERSION),
                row.get(CUSTOMER_GROUP.CREATED_AT),
                row.get(CUSTOMER_GROUP.UPDATED_AT));
    }

    static CustomerGroup lock(TenantContext tx, CustomerGroup.Id id) {
        return tx.sql()
                .select(FIELDS)
                .from(CUSTOMER_GROUP)
                .where(tx.owns(CUSTOMER_GROUP))
                .and(CUSTOMER_GROUP.ID.eq(id))
                .forUpdate()
                .fetchOptional(GroupRepository::group)
                .orElseThrow(() -> new Refused(Refusal.notFound("id")));
    }

    Map<CustomerGroup.Id, CustomerGroup> byId(TenantContext tenant, Collection<CustomerGroup.Id> ids) {
        return tenant.sql()
                .select(FIELDS)
                .from(CUSTOMER_GROUP)
                .where(tenant.owns(CUSTOMER_GROUP))
                .and(Sql.isAny(CUSTOMER_GROUP.ID, ids))
                .fetchMap(CUSTOMER_GROUP.ID, GroupRepository::group);
    }

    Connection<CustomerGroup> page(TenantContext tenant, PageArgs page) {
        return pages.fetch(
                        tenant.id() + " customerGroups",
                        tenant.sql().select(FIELDS).from(CUSTOMER_GROUP).where(tenant.owns(CUSTOMER_GROUP)),
                        BY_CODE,
                        page,
                        GroupRepository::group)
                .counted(tenant.sql(), selectOne().from(CUSTOMER_GROUP).where(tenant.owns(CUSTOMER_GROUP)));
    }

    Map<Customer.Id, Connection<CustomerGroup>> pageOf(
            TenantContext tenant, Collection<Customer.Id> customers, PageArgs args) {
        return ofEachCustomer(tenant)
                .fetch(
                        customers,
                        tenant.sql()
                                .select(CUSTOMER_GROUP_MEMBER.CUSTOMER_ID, CUSTOMER_GROUP_MEMBER.ADDED_AT)
                                .select(FIELDS)
                                .select(CUSTOMER_GROUP_MEMBER.CUSTOMER_GROUP_ID)
                                .from(CUSTOMER_GROUP_MEMBER)
                                .join(CUSTOMER_GROUP)
                                .on(
                                        CUSTOMER_GROUP.TENANT_ID.eq(CUSTOMER_GROUP_MEMBER.TENANT_ID),
                                        CUSTOMER_GROUP.ID.eq(CUSTOMER_GROUP_MEMBER.CUSTOMER_GROUP_ID)),
                        args,
                        GroupRepository::group);
    }

    Map<Customer.Id, Integer> countOf(TenantContext tenant, Collection<Customer.Id> customers) {
        return ofEachCustomer(tenant).count(customers);
    }

    private PageOfEach<Customer.Id, CustomerGroup.Id> ofEachCustomer(TenantContext tenant) {
        return new PageOfEach<>(
                tenant,
                pages,
                "groupsOfCustomer",
                CUSTOMER_GROUP_MEMBER,
                CUSTOMER_GROUP_MEMBER.CUSTOMER_ID,
                CUSTOMER_GROUP_MEMBER.CUSTOMER_GROUP_ID,
                List.of(CUSTOMER_GROUP_MEMBER.ADDED_AT.desc(), CUSTOMER_GROUP_MEMBER.CUSTOMER_GROUP_ID.desc()));
    }

    Map<CustomerGroup.Id, Connection<Customer>> membersOf(
            TenantContext tenant, Collection<CustomerGroup.Id> groups, PageArgs args) {
        return ofEachGroup(tenant)
                .fetch(
                        groups,
                        tenant.sql()
                                .select(
                                        CUSTOMER_GROUP_MEMBER.CUSTOMER_GROUP_ID,
                                        CUSTOMER_GROUP_MEMBER.CUSTOMER_ID,
                                        CUSTOMER_GROUP_MEMBER.ADDED_AT)
                                .select(CustomerRepository.FIELDS)
                                .from(CUSTOMER_GROUP_MEMBER)
                                .join(CUSTOMER_)
                                .on(
                                        CUSTOMER_.TENANT_ID.eq(CUSTOMER_GROUP_MEMBER.TENANT_ID),
                                        CUSTOMER_.ID.eq(CUSTOMER_GROUP_MEMBER.CUSTOMER_ID)),
                        args,
                        CustomerRepository::customer);
    }

    Map<CustomerGroup.Id, Integer> memberCountOf(TenantContext tenant, Collection<CustomerGroup.Id> groups) {
        return ofEachGroup(tenant).count(groups);
    }

    private PageOfEach<CustomerGroup.Id, Customer.Id> ofEachGroup(TenantContext tenant) {
        return new PageOfEach<>(
                tenant,
                pages,
                "customerGroupMembers",
                CUSTOMER_GROUP_MEMBER,
                CUSTOMER_GROUP_MEMBER.CUSTOMER_GROUP_ID,
                CUSTOMER_GROUP_MEMBER.CUSTOMER_ID,
                LATEST_FIRST,
                exists(selectOne()
                        .from(CUSTOMER_)
                        .where(tenant.owns(CUSTOMER_))
                        .and(CUSTOMER_.ID.eq(CUSTOMER_GROUP_MEMBER.CUSTOMER_ID))
                        .and(CUSTOMER_.DELETED_AT.isNull())));
    }
}
