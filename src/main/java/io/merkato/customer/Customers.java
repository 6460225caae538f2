package io.merkato.customer;

import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** A tenant's customers, for other modules. */
@Component
public class Customers {

    private final CustomerRepository customers;

    Customers(CustomerRepository customers) {
        this.customers = customers;
    }

    /** Those of them that there are. */
    public Map<Customer.Id, Customer> find(TenantContext tenant, Collection<Customer.Id> ids) {
        return customers.byId(tenant, ids);
    }

    public Set<CustomerGroup.Id> groups(TenantContext tenant, Customer.Id customer) {
        return customers.groupIdsOf(tenant, List.of(customer)).getOrDefault(customer, Set.of());
    }
}
