package io.merkato.customer;

import static io.merkato.api.Permission.CUSTOMERS_WRITE;

import io.merkato.api.MutationPayload;
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
class CustomerAddressDelete {

    record Payload(Address.@Nullable Id addressId, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final AddressWriter addresses;
    private final Activities activities;

    CustomerAddressDelete(AddressWriter addresses, Activities activities) {
        this.addresses = addresses;
        this.activities = activities;
    }

    @MutationMapping
    Payload customerAddressDelete(
            @Argument Address.Id id,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper) {
        Behalf behalf = Behalf.ofAny(shopper, viewer, CUSTOMERS_WRITE);
        return tenant.mutate(behalf.grant(), Payload::refused, tx -> {
            Address before = addresses.lock(tx, behalf, id);
            VersionConflict.check(ifVersion, before.version());
            addresses.delete(tx, id);
            behalf.deleted(tx, id, Logged.of(before, before));
            behalf.did(tx, activities, before.customerId(), CustomerActivityKind.ADDRESS_DELETED, id);
            return new Payload(id, List.of());
        });
    }
}
