package io.merkato.identity;

import static io.merkato.api.Permission.PLATFORM_OPERATE;

import io.merkato.api.MutationPayload;
import io.merkato.api.Reach;
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
class OwnerInvite {

    record Input(@Nullable String email, @Nullable String phone) {}

    record Payload(Member.@Nullable Id memberId, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final RoleRepository roles;
    private final Invitations invitations;
    private final Logins logins;

    OwnerInvite(RoleRepository roles, Invitations invitations, Logins logins) {
        this.roles = roles;
        this.invitations = invitations;
        this.logins = logins;
    }

    @MutationMapping
    Payload ownerInvite(@Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        var token = TenantToken.random(TenantToken.INVITATION, tenant.id());
        var invited = new Member[1];
        Payload payload = tenant.mutate(viewer.may(PLATFORM_OPERATE), Payload::refused, tx -> {
            Login login = logins.either(input.email(), input.phone(), tx);
            roles.lockOwnership(tx);
            Role owner = roles.findId(tx, BuiltInRole.OWNER)
                    .flatMap(id -> roles.find(tx, id))
                    .orElseThrow();
            invited[0] = invitations.invite(tx, login, owner, new Reach.EveryStore(), viewer, token);
            return new Payload(invited[0].id(), List.of());
        });
        if (payload.memberId() != null) {
            invitations.send(invited[0], viewer, token);
        }
        return payload;
    }
}
