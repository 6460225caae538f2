package io.merkato.identity;

import io.merkato.api.Grant;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Uuid7;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
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
    private final Viewers viewers;
    private final Clock clock;

    People(
            PlatformContext platform,
            UserRepository users,
            RoleRepository roles,
            MemberRepository members,
            Passwords passwords,
            Viewers viewers,
            Clock clock) {
        this.platform = platform;
        this.users = users;
        this.roles = roles;
        this.members = members;
        this.passwords = passwords;
        this.viewers = viewers;
        this.clock = clock;
    }

    /**
     * The login by this e-mail address or international phone number, made if there is none. One that exists stays as it is.
     *
     * @param password null for somebody who is sent a token to choose one
     * @throws Refused where login or password are not fit to be one
     */
    public User.Id enrol(String login, @Nullable String name, @Nullable String password) {
        Login parsed = Login.parse(login, null)
                .orElseThrow(() -> new Refused(
                        Refusal.of(UserErrorCode.INVALID, "This is neither an e-mail address nor a phone number.")));
        return users.findId(platform.sql(), parsed).orElseGet(() -> {
            User user = User.of(parsed, name, clock.instant());
            var setPassword = password == null ? null : passwords.prepare(user, new Secret(password));
            return platform.transact(tx -> {
                users.insert(tx.sql(), user, parsed);
                if (setPassword != null) {
                    setPassword.accept(tx.sql());
                }
                return user.id();
            });
        });
    }

    /** Makes somebody a platform operator. */
    public void appoint(User.Id user) {
        users.makeOperator(platform.sql(), user);
        viewers.noticeChange();
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
        viewers.noticeChange();
    }
}
