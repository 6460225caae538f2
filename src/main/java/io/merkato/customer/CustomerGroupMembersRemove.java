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

/** Who is no member is no matter. */
@Controller
class CustomerGroupMembersRemove {

    record Payload(@Nullable CustomerGroup customerGroup, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    @MutationMapping
    Payload customerGroupMembersRemove(
            @Argument CustomerGroup.Id id,
            @Argument List<Customer.Id> customerIds,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CUSTOMERS_WRITE), Payload::refused, tx -> {
            GroupMembers.hold(tx, customerIds);
            CustomerGroup group = GroupRepository.lock(tx, id);
            List<Customer.Id> changed = GroupMembers.remove(tx, id, customerIds);
            if (changed.isEmpty()) {
                tx.unchanged();
            } else {
                tx.changes(id, new Logged.OfGroupMembers(changed), new Logged.OfGroupMembers(List.of()));
            }
            return new Payload(group, List.of());
        });
    }
}
