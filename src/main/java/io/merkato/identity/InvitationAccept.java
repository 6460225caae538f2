package io.merkato.identity;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.identity.MemberRepository.Invitation;
import io.merkato.identity.UserRepository.Account;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import io.merkato.tenancy.Tenants;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** The token names the tenant and proves that whoever has it reads what is sent to the address or number. */
@Controller
class InvitationAccept {

    record Input(
            Secret token,
            @Nullable Secret password,
            @Nullable String name) {}

    record Payload(@Nullable Tenant tenant, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private static final UserError INVALID = Refusal.of(
            UserErrorCode.INVALID_TOKEN,
            "The invitation is not valid, or no longer. Ask for a new one.",
            "input",
            "token");

    /** A password, by the token that was shown. */
    private interface Choice {
        Consumer<DSLContext> of(User user, Secret password);
    }

    /** Whose the invitation becomes, and what makes or completes their login. */
    private record Accepting(User user, Consumer<DSLContext> prepare) {}

    private final TenantContexts contexts;
    private final Tenants tenants;
    private final MemberRepository members;
    private final UserRepository users;
    private final Passwords passwords;
    private final Unproven unproven;
    private final Viewers viewers;
    private final Clock clock;

    InvitationAccept(
            TenantContexts contexts,
            Tenants tenants,
            MemberRepository members,
            UserRepository users,
            Passwords passwords,
            Unproven unproven,
            Viewers viewers,
            Clock clock) {
        this.contexts = contexts;
        this.tenants = tenants;
        this.members = members;
        this.users = users;
        this.passwords = passwords;
        this.unproven = unproven;
        this.viewers = viewers;
        this.clock = clock;
    }

    @MutationMapping
    Payload invitationAccept(@Argument Input input, @ContextValue Viewer viewer) {
        try {
            TenantToken token = TenantToken.parse(
                            TenantToken.INVITATION, input.token().text())
                    .orElseThrow(() -> new Refused(INVALID));
            return accept(contexts.of(token.tenant()), token.secret().hash(), input, viewer);
        } catch (Refused e) {
            return Payload.refused(e.errors());
        }
    }

    private Payload accept(TenantContext tenant, byte[] hash, Input input, Viewer viewer) {
        Invitation invitation =
                members.findInvitation(tenant, hash, clock.instant()).orElseThrow(() -> new Refused(INVALID));
        Login login = Login.parse(invitation.invitedAs(), null).orElseThrow();
        Choice choose =
                (user, password) -> passwords.prepare(user, password, hash, viewer.origin(), "input", "password");
        Accepting accepting = users.findAccount(tenant.sql(), login)
                .map(account -> existing(account, login, input, choose))
                .orElseGet(() -> newcomer(login, input, choose));
        return tenant.mutate(viewer.mayAsAnyone(), Payload::refused, tx -> {
            if (!members.lockInvitation(tx, hash, clock.instant())) {
                throw new Refused(INVALID);
            }
            accepting.prepare().accept(tx.sql());
            Member before = members.find(tx, invitation.member()).orElseThrow(() -> new Refused(INVALID));
            members.accept(tx, before.id(), accepting.user().id(), clock.instant());
            viewers.noticeChange(accepting.user().id());
            viewers.noticeChange(tenant.id(), List.of(accepting.user().id()));
            tx.changes(before.id(), before, members.find(tx, before.id()).orElseThrow());
            return new Payload(tenants.find(tx).orElse(null), List.of());
        });
    }

    private Accepting newcomer(Login login, Input input, Choice choose) {
        User user = User.of(login, input.name(), true, clock.instant());
        var setPassword = choose.of(user, chosen(input, "Choose a password."));
        return new Accepting(user, sql -> {
            users.insert(sql, user, login);
            setPassword.accept(sql);
        });
    }

    private Accepting existing(Account account, Login login, Input input, Choice choose) {
        return account.verified(login)
                ? verified(account, input, choose)
                : unverified(account.user(), login, input, choose);
    }

    private Accepting verified(Account account, Input input, Choice choose) {
        User user = account.user();
        if (input.password() != null && account.passwordHash() != null) {
            throw new Refused(Refusal.of(
                    UserErrorCode.NOT_ALLOWED,
                    "You have a password already. Leave it out, and sign in with it.",
                    "input",
                    "password"));
        }
        Consumer<DSLContext> setPassword = input.password() == null ? sql -> {} : choose.of(user, input.password());
        return new Accepting(user, sql -> {
            setPassword.accept(sql);
            name(sql, user, input);
        });
    }

    /** Who chose its password, if it has one, is not known to be who reads what is sent there. */
    private Accepting unverified(User user, Login login, Input input, Choice choose) {
        var setPassword = choose.of(
                user, chosen(input, "Choose a new password: nobody has shown yet that this login is theirs."));
        return new Accepting(user, sql -> {
            unproven.takeOver(sql, user.id(), login);
            setPassword.accept(sql);
            name(sql, user, input);
        });
    }

    private static Secret chosen(Input input, String otherwise) {
        if (input.password() == null) {
            throw new Refused(Refusal.of(UserErrorCode.REQUIRED, otherwise, "input", "password"));
        }
        return input.password();
    }

    private void name(DSLContext sql, User user, Input input) {
        if (input.name() != null) {
            users.name(sql, user.id(), input.name().strip(), clock.instant());
        }
    }
}
