package io.merkato.customer;

import static io.merkato.jooq.customer.Tables.CUSTOMER_;
import static io.merkato.jooq.customer.Tables.CUSTOMER_GROUP_MEMBER;
import static io.merkato.jooq.customer.Tables.GUEST_TOKEN;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.identity.User;
import io.merkato.tenancy.Template;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.SortField;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Customers. */
@Repository
class CustomerRepository {

    static final List<SelectField<?>> FIELDS = List.of(
            CUSTOMER_.ID,
            CUSTOMER_.KIND,
            CUSTOMER_.USER_ID,
            CUSTOMER_.EMAIL,
            CUSTOMER_.PHONE,
            CUSTOMER_.GIVEN_NAME,
            CUSTOMER_.FAMILY_NAME,
            CUSTOMER_.COMPANY,
            CUSTOMER_.LOCALE,
            CUSTOMER_.EXTERNAL_ID,
            CUSTOMER_.VERSION,
            CUSTOMER_.CREATED_AT,
            CUSTOMER_.UPDATED_AT,
            CUSTOMER_.DELETED_AT);

    private final Pages pages;

    CustomerRepository(Pages pages) {
        this.pages = pages;
    }

    static Customer customer(Record row) {
        return new Customer(
                row.get(CUSTOMER_.ID),
                row.get(CUSTOMER_.KIND),
                row.get(CUSTOMER_.USER_ID),
                row.get(CUSTOMER_.EMAIL),
                row.get(CUSTOMER_.PHONE),
                row.get(CUSTOMER_.GIVEN_NAME),
                row.get(CUSTOMER_.FAMILY_NAME),
                row.get(CUSTOMER_.COMPANY),
                row.get(CUSTOMER_.LOCALE),
                row.get(CUSTOMER_.EXTERNAL_ID),
                row.get(CUSTOMER_.VERSION),
                row.get(CUSTOMER_.CREATED_AT),
                row.get(CUSTOMER_.UPDATED_AT),
                row.get(CUSTOMER_.DELETED_AT));
    }

    Map<Customer.Id, Customer> byId(TenantContext tenant, Collection<Customer.Id> ids) {
        return BY_ID.fetch(tenant, new ById(ids)).rows().intoMap(CUSTOMER_.ID, CustomerRepository::customer);
    }

    private record ById(Collection<Customer.Id> ids) {}

    private static final Template<ById, Object> BY_ID = new Template<>((tenant, asked) -> Template.Query.of(
            tenant.sql().select(FIELDS).from(CUSTOMER_).where(live(tenant)).and(Sql.isAny(CUSTOMER_.ID, asked.ids()))));

    Optional<Customer> findByUser(TenantContext tenant, User.Id user) {
        return BY_USER.fetch(tenant, new ByUser(user)).rows().stream()
                .findFirst()
                .map(CustomerRepository::customer);
    }

    private record ByUser(User.Id user) {}

    private static final Template<ByUser, Object> BY_USER = new Template<>((tenant, asked) -> Template.Query.of(
            tenant.sql().select(FIELDS).from(CUSTOMER_).where(live(tenant)).and(CUSTOMER_.USER_ID.eq(asked.user()))));

    /** As {@link Customers#hold}. Whoever a guest turned out to be is not held: they turn out to be nobody else. */
    Map<Customer.Id, Customer.Id> hold(TenantContext tx, Collection<Customer.Id> ids) {
        var held = new HashMap<Customer.Id, Customer.Id>();
        holdEver(tx, ids).forEach((id, now) -> now.ifPresent(there -> held.put(id, there)));
        return held;
    }

    /** As {@link Customers#holdEver}. */
    Map<Customer.Id, Optional<Customer.Id>> holdEver(TenantContext tx, Collection<Customer.Id> ids) {
        var held = new HashMap<Customer.Id, Optional<Customer.Id>>();
        tx.sql()
                .select(CUSTOMER_.ID, CUSTOMER_.DELETED_AT, CUSTOMER_.MERGED_INTO_ID)
                .from(CUSTOMER_)
                .where(tx.owns(CUSTOMER_))
                .and(Sql.isAny(CUSTOMER_.ID, ids))
                .orderBy(CUSTOMER_.ID)
                .forShare()
                .forEach(row -> {
                    Optional<Customer.Id> now =
                            row.value2() == null ? Optional.of(row.value1()) : Optional.ofNullable(row.value3());
                    held.put(row.value1(), now);
                });
        Set<Customer.Id> others = held.entrySet().stream()
                .flatMap(each -> each.getValue().filter(now -> !now.equals(each.getKey())).stream())
                .collect(toSet());
        if (!others.isEmpty()) {
            Set<Customer.Id> there = byId(tx, others).keySet();
            held.replaceAll((id, now) -> now.filter(other -> other.equals(id) || there.contains(other)));
        }
        return held;
    }

    /** As {@link Customers#rememberedUntil}. */
    @Nullable
    Instant rememberedUntil(TenantContext tenant, Customer.Id id, Instant now) {
        return tenant.sql()
                .select(coalesce(max(GUEST_TOKEN.EXPIRES_AT), val(now, GUEST_TOKEN.EXPIRES_AT)))
                .from(CUSTOMER_)
                .leftJoin(GUEST_TOKEN)
                .on(tenant.owns(GUEST_TOKEN), GUEST_TOKEN.CUSTOMER_ID.eq(CUSTOMER_.ID))
                .where(tenant.owns(CUSTOMER_))
                .and(CUSTOMER_.ID.eq(id))
                .and(CUSTOMER_.KIND.eq(CustomerKind.GUEST))
                .and(CUSTOMER_.EMAIL.isNull())
                .and(CUSTOMER_.PHONE.isNull())
                .groupBy(CUSTOMER_.ID)
                .fetchOne(0, Instant.class);
    }

    /** @param which says of deleted ones too whether they are there */
    Connection<Customer> page(TenantContext tenant, Condition which, List<SortField<?>> order, PageArgs page) {
        List<SelectField<?>> fields = new ArrayList<>(FIELDS);
        fields.add(CUSTOMER_.SORT_NAME);
        return pages.fetch(
                        tenant.id() + " customers",
                        tenant.sql()
                                .select(fields)
                                .from(CUSTOMER_)
                                .where(tenant.owns(CUSTOMER_))
                                .and(which),
                        order,
                        page,
                        CustomerRepository::customer)
                .counted(
                        tenant.sql(),
                        selectOne()
                                .from(CUSTOMER_)
                                .where(tenant.owns(CUSTOMER_))
                                .and(which));
    }

    Map<Customer.Id, Set<CustomerGroup.Id>> groupIdsOf(TenantContext tenant, Collection<Customer.Id> customers) {
        return GROUPS_OF.fetch(tenant, new GroupsOf(customers)).rows().stream()
                .collect(groupingBy(
                        row -> row.get(CUSTOMER_GROUP_MEMBER.CUSTOMER_ID),
                        mapping(row -> row.get(CUSTOMER_GROUP_MEMBER.CUSTOMER_GROUP_ID), toSet())));
    }

    private record GroupsOf(Collection<Customer.Id> customers) {}

    private static final Template<GroupsOf, Object> GROUPS_OF =
            new Template<>((tenant, asked) -> Template.Query.of(tenant.sql()
                    .select(List.<SelectField<?>>of(
                            CUSTOMER_GROUP_MEMBER.CUSTOMER_ID, CUSTOMER_GROUP_MEMBER.CUSTOMER_GROUP_ID))
                    .from(CUSTOMER_GROUP_MEMBER)
                    .where(tenant.owns(CUSTOMER_GROUP_MEMBER))
                    .and(Sql.isAny(CUSTOMER_GROUP_MEMBER.CUSTOMER_ID, asked.customers()))));

    private static Condition live(TenantContext tenant) {
        return tenant.owns(CUSTOMER_).and(CUSTOMER_.DELETED_AT.isNull());
    }
}
