package io.merkato.identity;

import io.merkato.api.Grant;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Uuid7;
import io.merkato.identity.UserRepository.Account;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** People as the product's own work makes them: the first operator, demo data. */
@Component
public class People {

    private final PlatformContext platform;
    private final UserRepository users;
    private final RoleRepository roles;
    private final MemberRepository members;
    private final Passwords passwords;
    private final Unproven unproven;
    private final Viewers viewers;
    private final Clock clock;

    People(
            PlatformContext platform,
            UserRepository users,
            RoleRepository roles,
            MemberRepository members,
            Passwords passwords,
            Unproven unproven,
            Viewers viewers,
            Clock clock) {
        this.platform = platform;
        this.users = users;
        this.roles = roles;
        this.members = members;
        this.passwords = passwords;
        this.unproven = unproven;
        this.viewers = viewers;
        this.clock = clock;
    }

    /**
     * The login by this e-mail address or international phone number, made if there is none. One whose owner has shown that it
     * is theirs stays as it is; of another no password, session or token stays.
     *
     * @param password for somebody whose login is known to be theirs; null for somebody who is sent a token to choose one
     * @throws Refused where login or password are not fit to be one
     */
    public User.Id enrol(String login, @Nullable String name, @Nullable String password) {
        Login parsed = Login.parse(login, null)
                .orElseThrow(() -> new Refused(
                        Refusal.of(UserErrorCode.INVALID, "This is neither an e-mail address nor a phone number.")));
        Optional<Account> known = users.findAccount(platform.sql(), parsed);
        if (known.isPresent() && known.get().verified(parsed)) {
            return known.get().user().id();
        }
        User user = known.map(Account::user).orElseGet(() -> User.of(parsed, name, password != null, clock.instant()));
        var setPassword = password == null ? null : passwords.prepare(user, new Secret(password));
        platform.transact(tx -> {
            if (known.isPresent()) {
                unproven.shutOut(tx.sql(), user.id());
            } else {
                users.insert(tx.sql(), user, parsed);
            }
            if (setPassword != null) {
                users.verify(tx.sql(), user.id(), parsed, clock.instant());
                setPassword.accept(tx.sql());
            }
            return user;
        });
        return user.id();
    }

    /** Makes somebody a platform operator. */
    public void appoint(User.Id user) {
        users.makeOperator(platform.sql(), user);
        viewers.noticeChange(user);
    }

    /** Takes somebody on the staff, for every store and without asking; who is there already stays as they are. */
    public void join(TenantContext tenant, Grant grant, User.Id user, BuiltInRole role) {
        tenant.transact(grant, tx -> {
            String login = users.find(tx.sql(), user).orElseThrow().label();
            if (members.findId(tx, Login.parse(login, null).orElseThrow(), user).isEmpty()) {
                members.join(
                        tx,
                        new Member.Id(Uuid7.next()),
                        user,
                        login,
                        roles.findId(tx, role).orElseThrow(),
                        clock.instant());
            }
            return user;
        });
        viewers.noticeChange(tenant.id(), List.of(user));
    }
}
