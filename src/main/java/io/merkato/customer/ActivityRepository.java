package io.merkato.customer;

import static io.merkato.jooq.customer.Tables.ACTIVITY;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.tenancy.PageOfEach;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.SortField;
import org.springframework.stereotype.Repository;

/** What customers did. */
@Repository
class ActivityRepository {

    private static final List<SelectField<?>> FIELDS =
            List.of(ACTIVITY.ID, ACTIVITY.CUSTOMER_ID, ACTIVITY.KIND, ACTIVITY.SUBJECT, ACTIVITY.AT);
    private static final List<SortField<?>> NEWEST_FIRST = List.of(ACTIVITY.AT.desc(), ACTIVITY.ID.desc());

    private final Pages pages;

    ActivityRepository(Pages pages) {
        this.pages = pages;
    }

    private static CustomerActivity activity(Record row) {
        return new CustomerActivity(
                row.get(ACTIVITY.ID),
                row.get(ACTIVITY.CUSTOMER_ID),
                row.get(ACTIVITY.KIND),
                row.get(ACTIVITY.SUBJECT),
                row.get(ACTIVITY.AT));
    }

    Map<Customer.Id, Connection<CustomerActivity>> pageOf(
            TenantContext tenant, Collection<Customer.Id> customers, PageArgs args) {
        return each(tenant).fetch(customers, FIELDS, args, ActivityRepository::activity);
    }

    Map<Customer.Id, Integer> countOf(TenantContext tenant, Collection<Customer.Id> customers) {
        return each(tenant).count(customers);
    }

    private PageOfEach<Customer.Id, CustomerActivity.Id> each(TenantContext tenant) {
        return new PageOfEach<>(tenant, pages, "activities", ACTIVITY, ACTIVITY.CUSTOMER_ID, ACTIVITY.ID, NEWEST_FIRST);
    }
}
