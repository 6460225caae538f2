package io.merkato.identity;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Uuid7;
import io.merkato.identity.UserRepository.Account;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantOwner;
import io.merkato.tenancy.TenantSeed;
import java.time.Clock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** A new tenant's built-in roles and, where it is known already, its owner. */
@Component
@Order(200)
class IdentitySeed implements TenantSeed {

    private static final int LONGEST_NAME = 255;

    private final RoleRepository roles;
    private final MemberRepository members;
    private final UserRepository users;
    private final Passwords passwords;
    private final Unproven unproven;
    private final Clock clock;

    IdentitySeed(
            RoleRepository roles,
            MemberRepository members,
            UserRepository users,
            Passwords passwords,
            Unproven unproven,
            Clock clock) {
        this.roles = roles;
        this.members = members;
        this.users = users;
        this.passwords = passwords;
        this.unproven = unproven;
        this.clock = clock;
    }

    @Override
    public void sow(TenantContext tenant, Tenant created, @Nullable TenantOwner owner) {
        roles.insertBuiltIn(tenant);
        if (owner != null) {
            Login login = login(owner, created.country());
            User.Id user = users.findAccount(tenant.sql(), login)
                    .map(account -> known(tenant, account, login, owner))
                    .orElseGet(() -> newcomer(tenant, login, owner));
            Role.Id role = roles.findId(tenant, BuiltInRole.OWNER).orElseThrow();
            var id = new Member.Id(Uuid7.next());
            members.join(tenant, id, user, login.key(), role, clock.instant());
            tenant.created(id, members.find(tenant, id).orElseThrow());
        }
    }

    /** Whose login it is has been shown, or else the password that the operator gives is the only one. */
    private User.Id known(TenantContext tenant, Account account, Login login, TenantOwner owner) {
        User user = account.user();
        if (!account.verified(login)) {
            var setPassword = owner.password() == null
                    ? null
                    : passwords.prepare(tenant.sql(), user, new Secret(owner.password()), "input", "owner", "password");
            unproven.shutOut(tenant.sql(), user.id());
            if (setPassword != null) {
                setPassword.accept(tenant.sql());
            }
        }
        return user.id();
    }

    private User.Id newcomer(TenantContext tenant, Login login, TenantOwner owner) {
        if (owner.password() == null) {
            throw refused(UserErrorCode.REQUIRED, "Somebody without a login needs a first password.", "password")
                    .get();
        }
        String name = owner.name();
        if (name != null && (name.isBlank() || name.codePointCount(0, name.length()) > LONGEST_NAME)) {
            throw refused(UserErrorCode.INVALID, "A name has 1 to 255 characters.", "name")
                    .get();
        }
        User user = User.of(login, name, false, clock.instant());
        var setPassword =
                passwords.prepare(tenant.sql(), user, new Secret(owner.password()), "input", "owner", "password");
        users.insert(tenant.sql(), user, login);
        setPassword.accept(tenant.sql());
        return user.id();
    }

    private static Login login(TenantOwner owner, String country) {
        if (owner.email() != null) {
            return Login.Email.parse(owner.email())
                    .orElseThrow(refused(UserErrorCode.INVALID, "This is no e-mail address.", "email"));
        }
        if (owner.phone() != null) {
            return Login.Phone.parse(owner.phone(), country)
                    .orElseThrow(refused(UserErrorCode.INVALID, "This is no phone number.", "phone"));
        }
        throw refused(UserErrorCode.REQUIRED, "Give an e-mail address or a phone number.", "email")
                .get();
    }

    private static Supplier<Refused> refused(UserErrorCode code, String message, String field) {
        UserError error = Refusal.of(code, message, "input", "owner", field);
        return () -> new Refused(error);
    }
}
