package io.merkato.identity;

import static io.merkato.api.Permission.STAFF_MANAGE;

import io.merkato.api.MutationPayload;
import io.merkato.api.Permission;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class RoleUpdate {

    record Input(
            @Nullable String name,
            ArgumentValue<String> description,
            @Nullable Set<Permission> permissions) {}

    record Payload(@Nullable Role role, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final RoleRepository roles;
    private final MemberRepository members;
    private final Viewers viewers;
    private final Clock clock;

    RoleUpdate(RoleRepository roles, MemberRepository members, Viewers viewers, Clock clock) {
        this.roles = roles;
        this.members = members;
        this.viewers = viewers;
        this.clock = clock;
    }

    @MutationMapping
    Payload roleUpdate(
            @Argument Role.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        Payload payload = tenant.mutate(viewer.may(STAFF_MANAGE), Payload::refused, tx -> {
            roles.lockOwnership(tx);
            Role before = roles.find(tx, id).orElseThrow(() -> new Refused(Refusal.notFound("id")));
            changeable(before, viewer);
            VersionConflict.check(ifVersion, before.version());
            Role wanted = changed(before, input);
            Ceiling.check(viewer, wanted.permissions(), "input", "permissions");
            roles.update(tx, wanted);
            Role after = roles.find(tx, id).orElseThrow();
            return new Payload(tx.changed(id, before, after), List.of());
        });
        if (payload.role() != null) { // asked only now, so that nobody who has joined meanwhile is left out
            viewers.noticeChange(tenant.id(), members.findUsers(tenant, id));
        }
        return payload;
    }

    /** Built-in roles are the same everywhere; a role with rights beyond the viewer's own is not theirs to touch. */
    static void changeable(Role role, Viewer viewer) {
        if (role.builtIn() != null) {
            throw new Refused(Refusal.of(UserErrorCode.NOT_ALLOWED, "A built-in role cannot be changed.", "id"));
        }
        Ceiling.check(viewer, role.permissions(), "id");
    }

    private Role changed(Role before, Input input) {
        return new Role(
                before.id(),
                input.name() == null ? before.name() : input.name().strip(),
                input.description().isOmitted()
                        ? before.description()
                        : input.description().value(),
                null,
                input.permissions() == null ? before.permissions() : input.permissions(),
                before.version() + 1,
                before.createdAt(),
                clock.instant());
    }
}
