package io.merkato.customer;

import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.api.Ownership;
import io.merkato.api.TypeId;
import io.merkato.identity.User;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which customer asks, if any. Handed to controllers as {@code @ContextValue Shopper shopper}; what is not asked is not read,
 * and what is asked again is not read again. To be asked outside a transaction only; within one ask {@link Shoppers}.
 */
public final class Shopper implements Ownership {

    private final User.@Nullable Id user;
    private @Nullable GuestToken guest;
    private final Function<Shopper, Optional<Customer.Id>> read;
    private @Nullable Optional<Customer.Id> known;
    private @Nullable Set<CustomerGroup.Id> groups;

    /** @param read finds the customer that there is already */
    Shopper(User.@Nullable Id user, @Nullable GuestToken guest, Function<Shopper, Optional<Customer.Id>> read) {
        this.user = user;
        this.guest = guest;
        this.read = read;
    }

    /** Null for the anonymous, and for whoever signed in and did nothing here yet; see {@link Shoppers#require}. */
    public Customer.@Nullable Id customerId() {
        return read().orElse(null);
    }

    private synchronized Optional<Customer.Id> read() {
        if (known == null) {
            known = user == null && guest == null ? Optional.empty() : read.apply(this);
        }
        return known;
    }

    /** The groups that the customer is in; none of somebody who is no customer. */
    public synchronized Set<CustomerGroup.Id> groups(Function<Customer.Id, Set<CustomerGroup.Id>> ofCustomer) {
        if (groups == null) {
            groups = read().map(ofCustomer).orElse(Set.of());
        }
        return groups;
    }

    /** Whether it has been read who that is. */
    synchronized boolean isKnown() {
        return known != null;
    }

    /** @param customer whom whoever is signed in turned out to be, read besides */
    synchronized @Nullable Customer is(@Nullable Customer customer) {
        if (known == null) {
            known = Optional.ofNullable(customer).map(Customer::id);
        }
        return customer;
    }

    synchronized void became(Customer.Id customer) {
        known = Optional.of(customer);
        groups = null;
    }

    /** @param token by which they are this guest from now on, whatever the header brought */
    synchronized void started(Customer.Id customer, GuestToken token) {
        guest = token;
        became(customer);
    }

    @Override
    public boolean mine(TypeId customer) {
        return customer.equals(customerId());
    }

    @Override
    public synchronized void again() {
        Optional<Customer.Id> before = known;
        known = null;
        groups = null;
        if (user == null && before != null && before.isPresent() && !before.equals(read())) {
            throw Fault.of(
                    FaultCode.UNAUTHENTICATED,
                    "This guest is no longer known, or somebody who is signed in by now.",
                    Map.of("reason", "GUEST_GONE"));
        }
    }

    /** Whether somebody is signed in, or a guest who is known. */
    @Override
    public boolean isSomebody() {
        return user != null || customerId() != null;
    }

    public boolean isSignedIn() {
        return user != null;
    }

    User.@Nullable Id user() {
        return user;
    }

    /** What the header brought, or {@link #started}; of somebody who is signed in it only says which guest they were. */
    synchronized @Nullable GuestToken guest() {
        return guest;
    }
}
