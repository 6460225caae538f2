package io.merkato.identity;

import static io.merkato.api.Permission.STAFF_MANAGE;

import io.merkato.api.MutationPayload;
import io.merkato.api.Reach;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class MemberUpdate {

    record Input(Role.@Nullable Id roleId, StoreReach.@Nullable Input stores) {}

    record Payload(@Nullable Member member, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final MemberRepository members;
    private final RoleRepository roles;
    private final Viewers viewers;
    private final Clock clock;

    MemberUpdate(MemberRepository members, RoleRepository roles, Viewers viewers, Clock clock) {
        this.members = members;
        this.roles = roles;
        this.viewers = viewers;
        this.clock = clock;
    }

    @MutationMapping
    Payload memberUpdate(
            @Argument Member.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(STAFF_MANAGE), Payload::refused, tx -> {
            roles.lockOwnership(tx);
            Member before = members.find(tx, id).orElseThrow(() -> new Refused(Refusal.notFound("id")));
            Ceiling.check(viewer, before.role().permissions(), "id");
            VersionConflict.check(ifVersion, before.version());
            Reach reach =
                    input.stores() == null ? before.reach() : input.stores().reach("input", "stores");
            Member wanted = before.with(role(tx, before, input.roleId()), reach, clock.instant());
            Ceiling.check(viewer, wanted.role().permissions(), "input", "roleId");
            if (before.owns() && !wanted.owns()) {
                leaveAnOwner(members, tx);
            }
            members.assign(tx, wanted).ifPresent(user -> viewers.noticeChange(tenant.id(), List.of(user)));
            Member after = members.find(tx, id).orElseThrow();
            return new Payload(tx.changed(id, before, after), List.of());
        });
    }

    private Role role(TenantContext tx, Member before, Role.@Nullable Id id) {
        return id == null
                ? before.role()
                : roles.find(tx, id).orElseThrow(() -> new Refused(Refusal.notFound("input", "roleId")));
    }

    /** To be asked before an owner stops being one, with ownership locked. */
    static void leaveAnOwner(MemberRepository members, TenantContext tx) {
        if (members.countOwners(tx) == 1) {
            throw new Refused(Refusal.of(
                    UserErrorCode.LAST_OWNER, "Nobody else owns the tenant. Make somebody else an owner first.", "id"));
        }
    }
}
