package io.merkato.customer;

import static io.merkato.jooq.customer.Tables.ADDRESS;
import static java.util.stream.Collectors.groupingBy;

import io.merkato.api.Sql;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Record;
import org.jooq.SelectField;
import org.springframework.stereotype.Repository;

/** Customers' addresses. */
@Repository
class AddressRepository {

    static final List<SelectField<?>> FIELDS = List.of(
            ADDRESS.ID,
            ADDRESS.CUSTOMER_ID,
            ADDRESS.ADDRESS_,
            ADDRESS.IS_DEFAULT_SHIPPING,
            ADDRESS.IS_DEFAULT_BILLING,
            ADDRESS.VERSION,
            ADDRESS.CREATED_AT,
            ADDRESS.UPDATED_AT);

    static Address address(Record row) {
        return new Address(
                row.get(ADDRESS.ID),
                row.get(ADDRESS.CUSTOMER_ID),
                row.get(ADDRESS.ADDRESS_),
                row.get(ADDRESS.IS_DEFAULT_SHIPPING),
                row.get(ADDRESS.IS_DEFAULT_BILLING),
                row.get(ADDRESS.VERSION),
                row.get(ADDRESS.CREATED_AT),
                row.get(ADDRESS.UPDATED_AT));
    }

    Map<Address.Id, Address> byId(TenantContext tenant, Collection<Address.Id> ids) {
        return tenant.sql()
                .select(FIELDS)
                .from(ADDRESS)
                .where(tenant.owns(ADDRESS))
                .and(Sql.isAny(ADDRESS.ID, ids))
                .fetchMap(ADDRESS.ID, AddressRepository::address);
    }

    Optional<Address> find(TenantContext tenant, Customer.Id customer, Address.Id id) {
        return tenant.sql()
                .select(FIELDS)
                .from(ADDRESS)
                .where(tenant.owns(ADDRESS))
                .and(ADDRESS.CUSTOMER_ID.eq(customer))
                .and(ADDRESS.ID.eq(id))
                .fetchOptional(AddressRepository::address);
    }

    /** Oldest first. */
    Map<Customer.Id, List<Address>> of(TenantContext tenant, Collection<Customer.Id> customers) {
        return tenant
                .sql()
                .select(FIELDS)
                .from(ADDRESS)
                .where(tenant.owns(ADDRESS))
                .and(Sql.isAny(ADDRESS.CUSTOMER_ID, customers))
                .orderBy(ADDRESS.CREATED_AT, ADDRESS.ID)
                .fetch(AddressRepository::address)
                .stream()
                .collect(groupingBy(Address::customerId));
    }
}
