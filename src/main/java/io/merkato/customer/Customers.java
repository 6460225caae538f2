package io.merkato.customer;

import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A tenant's customers, for other modules. */
@Component
public class Customers {

    private final CustomerRepository customers;
    private final NamedBuyers namedBuyers;

    Customers(CustomerRepository customers, NamedBuyers namedBuyers) {
        this.customers = customers;
        this.namedBuyers = namedBuyers;
    }

    /** Those of them that there are. */
    public Map<Customer.Id, Customer> find(TenantContext tenant, Collection<Customer.Id> ids) {
        return customers.byId(tenant, ids);
    }

    /**
     * Who they are by now: a guest who has signed in since is whom they turned out to be. They stay that until the transaction ends, so that what they get now goes
     * along when a guest signs in.
     *
     * @return by the id given; without those who are gone
     */
    public Map<Customer.Id, Customer.Id> hold(TenantContext tx, Collection<Customer.Id> ids) {
        return customers.hold(tx, ids);
    }

    /**
     * As {@link #hold(TenantContext, Collection)}.
     *
     * @return by the id given, empty of those who are gone; without those who never were, or of whom nothing is left
     */
    public Map<Customer.Id, Optional<Customer.Id>> holdEver(TenantContext tx, Collection<Customer.Id> ids) {
        return customers.holdEver(tx, ids);
    }

    /** As {@link #hold(TenantContext, Collection)}; empty where they are gone. */
    public Optional<Customer.Id> hold(TenantContext tx, Customer.Id id) {
        return Optional.ofNullable(hold(tx, List.of(id)).get(id));
    }

    /**
     * Whom orders name by an address of e-mail: whoever the tenant knows by it, or somebody new. Whoever signs in is known by an address only as long as it is
     * the one of their login, and proven; else nobody is. What is said of somebody new serves staff, until they sign in themselves. By the address's key, in a fixed number of statements. Says to the log whom it creates.
     */
    public Map<String, Customer.Id> named(TenantContext tx, Collection<NamedBuyer> buyers) {
        return namedBuyers.find(tx, buyers);
    }

    /** Until when a guest who left nothing to be reached by can come back for what is theirs; null of everybody else. */
    public @Nullable Instant rememberedUntil(TenantContext tenant, Customer.Id customer, Instant now) {
        return customers.rememberedUntil(tenant, customer, now);
    }

    public Set<CustomerGroup.Id> groups(TenantContext tenant, Customer.Id customer) {
        return customers.groupIdsOf(tenant, List.of(customer)).getOrDefault(customer, Set.of());
    }
}
