package io.merkato.identity;

import static io.merkato.api.Permission.STAFF_MANAGE;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
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
class RoleDelete {

    record Payload(Role.@Nullable Id deletedId, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final RoleRepository roles;

    RoleDelete(RoleRepository roles) {
        this.roles = roles;
    }

    @MutationMapping
    Payload roleDelete(@Argument Role.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(STAFF_MANAGE), Payload::refused, tx -> {
            roles.lockOwnership(tx);
            Role role = roles.find(tx, id).orElseThrow(() -> new Refused(Refusal.notFound("id")));
            RoleUpdate.changeable(role, viewer);
            roles.delete(tx, id);
            tx.deleted(id, role);
            return new Payload(id, List.of());
        });
    }
}
