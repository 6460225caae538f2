package io.merkato.customer;

import static io.merkato.api.Permission.CUSTOMERS_WRITE;

import io.merkato.api.MutationPayload;
import io.merkato.api.PostalAddressInput;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class CustomerAddressCreate {

    record Input(PostalAddressInput postalAddress, @Nullable List<AddressUse> defaultFor) {
        /** Says neither who nor where. */
        @Override
        public String toString() {
            return "Input[" + postalAddress + "]";
        }
    }

    record Payload(@Nullable Address address, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final Shoppers shoppers;
    private final AddressWriter addresses;
    private final Activities activities;

    CustomerAddressCreate(Shoppers shoppers, AddressWriter addresses, Activities activities) {
        this.shoppers = shoppers;
        this.addresses = addresses;
        this.activities = activities;
    }

    @MutationMapping
    Payload customerAddressCreate(
            @Argument Customer.@Nullable Id customerId,
            @Argument Input input,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper) {
        Behalf behalf = Behalf.of(shopper, viewer, CUSTOMERS_WRITE, customerId);
        return tenant.mutate(behalf.grant(), Payload::refused, tx -> {
            Address created = addresses.insert(
                    tx,
                    behalf.customer(tx, shoppers, "customerId"),
                    input.postalAddress().address("input", "postalAddress"),
                    input.defaultFor() == null ? List.of() : input.defaultFor());
            behalf.created(tx, created.id(), Logged.of(created, null));
            behalf.did(tx, activities, created.customerId(), CustomerActivityKind.ADDRESS_CREATED, created.id());
            return new Payload(created, List.of());
        });
    }
}
