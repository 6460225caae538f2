package io.merkato.customer;

import io.merkato.api.Owned;
import io.merkato.api.PostalAddress;
import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** An address that a customer keeps, to be chosen again. */
public record Address(
        Id id,
        Customer.Id customerId,
        PostalAddress postalAddress,
        boolean isDefaultShipping,
        boolean isDefaultBilling,
        int version,
        Instant createdAt,
        Instant updatedAt)
        implements Owned {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "address";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    public List<AddressUse> defaultFor() {
        return Stream.of(AddressUse.values()).filter(this::isDefaultFor).toList();
    }

    private boolean isDefaultFor(AddressUse use) {
        return switch (use) {
            case SHIPPING -> isDefaultShipping;
            case BILLING -> isDefaultBilling;
        };
    }

    @Override
    public Customer.Id owner() {
        return customerId;
    }
}
