package io.merkato.customer;

import static io.merkato.api.Permission.CUSTOMERS_WRITE;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
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
class CustomerRestore {

    record Payload(@Nullable Customer customer, List<UserError> userErrors) implements MutationPayload {
        /** It takes an id and nothing else: that is what each refusal is about. */
        static Payload refused(List<UserError> errors) {
            return new Payload(
                    null,
                    errors.stream()
                            .<UserError>map(error -> Refusal.of(error.code(), error.message(), "id"))
                            .toList());
        }
    }

    private final CustomerWriter customers;

    CustomerRestore(CustomerWriter customers) {
        this.customers = customers;
    }

    @MutationMapping
    Payload customerRestore(@Argument Customer.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CUSTOMERS_WRITE), Payload::refused, tx -> {
            Customer before = customers.lock(tx, id, true, "id");
            Customer after = customers.restore(tx, id, CustomerUpkeep.restorableSince());
            tx.restored(id, Logged.of(before, before), Logged.of(after, after));
            return new Payload(after, List.of());
        });
    }
}
