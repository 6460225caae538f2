package io.merkato.customer;

import io.merkato.api.PostalAddress;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Customers' addresses, for other modules, which keep copies. */
@Component
public class Addresses {

    /** What a customer has things sent to and billed to, unless they say otherwise. */
    public record Defaults(
            @Nullable PostalAddress shipping, @Nullable PostalAddress billing) {}

    private final AddressRepository addresses;

    Addresses(AddressRepository addresses) {
        this.addresses = addresses;
    }

    /** Empty where it is another customer's. */
    public Optional<PostalAddress> find(TenantContext tenant, Customer.Id customer, Address.Id id) {
        return addresses.find(tenant, customer, id).map(Address::postalAddress);
    }

    public Defaults defaults(TenantContext tenant, Customer.Id customer) {
        List<Address> all = addresses.of(tenant, List.of(customer)).getOrDefault(customer, List.of());
        return new Defaults(
                all.stream()
                        .filter(Address::isDefaultShipping)
                        .findFirst()
                        .map(Address::postalAddress)
                        .orElse(null),
                all.stream()
                        .filter(Address::isDefaultBilling)
                        .findFirst()
                        .map(Address::postalAddress)
                        .orElse(null));
    }
}
