package io.merkato.customer;

import static io.merkato.api.Permission.CUSTOMERS_WRITE;
import static io.merkato.jooq.customer.Tables.CUSTOMER_GROUP;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
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
class CustomerGroupDelete {

    record Payload(CustomerGroup.@Nullable Id customerGroupId, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final List<GroupUse> uses;

    CustomerGroupDelete(List<GroupUse> uses) {
        this.uses = List.copyOf(uses);
    }

    @MutationMapping
    Payload customerGroupDelete(
            @Argument CustomerGroup.Id id,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CUSTOMERS_WRITE), Payload::refused, tx -> {
            CustomerGroup before = GroupRepository.lock(tx, id);
            VersionConflict.check(ifVersion, before.version());
            refuseInUse(tx, id);
            tx.sql()
                    .deleteFrom(CUSTOMER_GROUP)
                    .where(tx.owns(CUSTOMER_GROUP))
                    .and(CUSTOMER_GROUP.ID.eq(id))
                    .execute();
            tx.deleted(id, before);
            return new Payload(id, List.of());
        });
    }

    private void refuseInUse(TenantContext tx, CustomerGroup.Id id) {
        List<String> found =
                uses.stream().flatMap(use -> use.uses(tx, id).stream()).toList();
        if (!found.isEmpty()) {
            throw new Refused(Refusal.of(
                    UserErrorCode.IN_USE, "Take it out of these first: " + String.join(", ", found) + ".", "id"));
        }
    }
}
