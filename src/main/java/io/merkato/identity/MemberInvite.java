package io.merkato.identity;

import static io.merkato.api.Permission.STAFF_MANAGE;

import io.merkato.api.Grant;
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
class MemberInvite {

    record Input(@Nullable String email, @Nullable String phone, Role.Id roleId, StoreReach.Input stores) {}

    record Payload(@Nullable Member member, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final RoleRepository roles;
    private final Invitations invitations;
    private final Logins logins;
    private final Throttle throttle;

    MemberInvite(RoleRepository roles, Invitations invitations, Logins logins, Throttle throttle) {
        this.roles = roles;
        this.invitations = invitations;
        this.logins = logins;
        this.throttle = throttle;
    }

    @MutationMapping
    Payload memberInvite(@Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        Grant grant = viewer.may(STAFF_MANAGE);
        try {
            Login login = logins.either(input.email(), input.phone(), tenant);
            throttle.takeInvitation(tenant.id(), login);
            return invite(login, input, tenant, viewer, grant);
        } catch (Refused e) {
            return Payload.refused(e.errors());
        }
    }

    private Payload invite(Login login, Input input, TenantContext tenant, Viewer viewer, Grant grant) {
        var token = TenantToken.random(TenantToken.INVITATION, tenant.id());
        Payload payload = tenant.mutate(grant, Payload::refused, tx -> {
            roles.lockOwnership(tx);
            Role role =
                    roles.find(tx, input.roleId()).orElseThrow(() -> new Refused(Refusal.notFound("input", "roleId")));
            Ceiling.check(viewer, role.permissions(), "input", "roleId");
            Member member = invitations.invite(tx, login, role, input.stores().reach("input", "stores"), viewer, token);
            return new Payload(member, List.of());
        });
        if (payload.member() != null) {
            invitations.send(payload.member(), viewer, token);
        }
        return payload;
    }
}
