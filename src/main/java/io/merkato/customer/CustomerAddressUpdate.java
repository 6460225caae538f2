package io.merkato.customer;

import static io.merkato.api.Permission.CUSTOMERS_WRITE;

import io.merkato.api.MutationPayload;
import io.merkato.api.PostalAddress;
import io.merkato.api.PostalAddressInput;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class CustomerAddressUpdate {

    record Input(PostalAddressInput postalAddress) {
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

    private final AddressWriter addresses;
    private final Activities activities;

    CustomerAddressUpdate(AddressWriter addresses, Activities activities) {
        this.addresses = addresses;
        this.activities = activities;
    }

    @MutationMapping
    Payload customerAddressUpdate(
            @Argument Address.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper) {
        Behalf behalf = Behalf.ofAny(shopper, viewer, CUSTOMERS_WRITE);
        return tenant.mutate(behalf.grant(), Payload::refused, tx -> {
            Address before = addresses.lock(tx, behalf, id);
            VersionConflict.check(ifVersion, before.version());
            PostalAddress wanted = input.postalAddress().address("input", "postalAddress");
            if (wanted.equals(before.postalAddress())) {
                tx.unchanged();
                return new Payload(before, List.of());
            }
            Address after = addresses.update(tx, id, wanted);
            behalf.changed(tx, id, Logged.of(before, before), Logged.of(after, before));
            behalf.did(tx, activities, after.customerId(), CustomerActivityKind.ADDRESS_UPDATED, id);
            return new Payload(after, List.of());
        });
    }
}
