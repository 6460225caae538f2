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
class CustomerDelete {

    record Payload(Customer.@Nullable Id customerId, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final CustomerWriter customers;

    CustomerDelete(CustomerWriter customers) {
        this.customers = customers;
    }

    @MutationMapping
    Payload customerDelete(
            @Argument Customer.Id id,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CUSTOMERS_WRITE), Payload::refused, tx -> {
            Customer before = customers.lock(tx, id, "id");
            VersionConflict.check(ifVersion, before.version());
            customers.delete(tx, id, null);
            tx.deleted(id, Logged.of(before, null));
            return new Payload(id, List.of());
        });
    }
}
