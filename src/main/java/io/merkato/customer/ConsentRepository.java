package io.merkato.customer;

import static io.merkato.jooq.customer.Tables.CONSENT;
import static java.util.stream.Collectors.groupingBy;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
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

/** What customers agreed to. */
@Repository
class ConsentRepository {

    static final List<SelectField<?>> FIELDS = List.of(
            CONSENT.ID,
            CONSENT.CUSTOMER_ID,
            CONSENT.PURPOSE,
            CONSENT.CHANNEL,
            CONSENT.GRANTED,
            CONSENT.SOURCE,
            CONSENT.RECORDED_BY,
            CONSENT.IP,
            CONSENT.USER_AGENT,
            CONSENT.RECORDED_AT);
    private static final List<SortField<?>> NEWEST_FIRST = List.of(CONSENT.RECORDED_AT.desc(), CONSENT.ID.desc());

    private final Pages pages;

    ConsentRepository(Pages pages) {
        this.pages = pages;
    }

    static Consent consent(Record row) {
        return new Consent(
                row.get(CONSENT.ID),
                row.get(CONSENT.CUSTOMER_ID),
                row.get(CONSENT.PURPOSE),
                row.get(CONSENT.CHANNEL),
                row.get(CONSENT.GRANTED),
                row.get(CONSENT.SOURCE),
                row.get(CONSENT.RECORDED_BY),
                row.get(CONSENT.IP),
                row.get(CONSENT.USER_AGENT),
                row.get(CONSENT.RECORDED_AT));
    }

    /** The last one of each purpose and channel. */
    Map<Customer.Id, List<Consent>> inForceOf(TenantContext tenant, Collection<Customer.Id> customers) {
        return tenant
                .sql()
                .select(FIELDS)
                .distinctOn(CONSENT.CUSTOMER_ID, CONSENT.PURPOSE, CONSENT.CHANNEL)
                .from(CONSENT)
                .where(tenant.owns(CONSENT))
                .and(Sql.isAny(CONSENT.CUSTOMER_ID, customers))
                .orderBy(
                        CONSENT.CUSTOMER_ID,
                        CONSENT.PURPOSE,
                        CONSENT.CHANNEL,
                        CONSENT.RECORDED_AT.desc(),
                        CONSENT.ID.desc())
                .fetch(ConsentRepository::consent)
                .stream()
                .collect(groupingBy(Consent::customerId));
    }

    Map<Customer.Id, Connection<Consent>> pageOf(
            TenantContext tenant, Collection<Customer.Id> customers, PageArgs args) {
        return each(tenant).fetch(customers, FIELDS, args, ConsentRepository::consent);
    }

    Map<Customer.Id, Integer> countOf(TenantContext tenant, Collection<Customer.Id> customers) {
        return each(tenant).count(customers);
    }

    int count(TenantContext tenant, Customer.Id customer) {
        return tenant.sql().fetchCount(CONSENT, tenant.owns(CONSENT).and(CONSENT.CUSTOMER_ID.eq(customer)));
    }

    private PageOfEach<Customer.Id, Consent.Id> each(TenantContext tenant) {
        return new PageOfEach<>(tenant, pages, "consents", CONSENT, CONSENT.CUSTOMER_ID, CONSENT.ID, NEWEST_FIRST);
    }
}
