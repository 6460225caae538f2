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
class MemberRemove {

    record Payload(Member.@Nullable Id removedId, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final MemberRepository members;
    private final RoleRepository roles;
    private final Viewers viewers;

    MemberRemove(MemberRepository members, RoleRepository roles, Viewers viewers) {
        this.members = members;
        this.roles = roles;
        this.viewers = viewers;
    }

    @MutationMapping
    Payload memberRemove(@Argument Member.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(STAFF_MANAGE), Payload::refused, tx -> {
            roles.lockOwnership(tx);
            Member member = members.find(tx, id).orElseThrow(() -> new Refused(Refusal.notFound("id")));
            Ceiling.check(viewer, member.role().permissions(), "id");
            if (member.owns()) {
                MemberUpdate.leaveAnOwner(members, tx);
            }
            members.delete(tx, id).ifPresent(user -> viewers.noticeChange(tenant.id(), List.of(user)));
            tx.deleted(id, member);
            return new Payload(id, List.of());
        });
    }
}
