package io.merkato.identity;

import static io.merkato.api.Permission.STAFF_MANAGE;

import io.merkato.api.MutationPayload;
import io.merkato.api.Permission;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class RoleCreate {

    record Input(String name, @Nullable String description, Set<Permission> permissions) {}

    record Payload(@Nullable Role role, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final RoleRepository roles;
    private final Clock clock;

    RoleCreate(RoleRepository roles, Clock clock) {
        this.roles = roles;
        this.clock = clock;
    }

    @MutationMapping
    Payload roleCreate(@Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(STAFF_MANAGE), Payload::refused, tx -> {
            Ceiling.check(viewer, input.permissions(), "input", "permissions");
            Instant now = clock.instant();
            var role = new Role(
                    new Role.Id(Uuid7.next()),
                    input.name().strip(),
                    input.description(),
                    null,
                    input.permissions(),
                    1,
                    now,
                    now);
            roles.insert(tx, role);
            tx.created(role.id(), role);
            return new Payload(role, List.of());
        });
    }
}
