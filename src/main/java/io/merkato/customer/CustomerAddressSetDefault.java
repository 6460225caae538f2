package io.merkato.customer;

import static io.merkato.api.Permission.CUSTOMERS_WRITE;

import io.merkato.api.MutationPayload;
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
class CustomerAddressSetDefault {

    record Input(List<AddressUse> defaultFor) {}

    record Payload(@Nullable Address address, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final AddressWriter addresses;
    private final Activities activities;

    CustomerAddressSetDefault(AddressWriter addresses, Activities activities) {
        this.addresses = addresses;
        this.activities = activities;
    }

    @MutationMapping
    Payload customerAddressSetDefault(
            @Argument Address.Id id,
            @Argument Input input,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper) {
        Behalf behalf = Behalf.ofAny(shopper, viewer, CUSTOMERS_WRITE);
        return tenant.mutate(behalf.grant(), Payload::refused, tx -> {
            Address before = addresses.lock(tx, behalf, id);
            if (isDefault(before, input.defaultFor())) {
                tx.unchanged();
                return new Payload(before, List.of());
            }
            Address after = addresses.makeDefault(tx, before, input.defaultFor());
            behalf.changed(tx, id, Logged.of(before, before), Logged.of(after, before));
            behalf.did(tx, activities, after.customerId(), CustomerActivityKind.ADDRESS_UPDATED, id);
            return new Payload(after, List.of());
        });
    }

    private static boolean isDefault(Address address, List<AddressUse> uses) {
        return (address.isDefaultShipping() || !uses.contains(AddressUse.SHIPPING))
                && (address.isDefaultBilling() || !uses.contains(AddressUse.BILLING));
    }
}
