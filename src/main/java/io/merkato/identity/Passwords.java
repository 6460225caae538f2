package io.merkato.identity;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.identity.UserRepository.Password;
import io.merkato.tenancy.PlatformContext;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/** Setting a password: by the rules, and not one of the last five. Tokens that would set another one end with that. */
@Component
class Passwords {

    static final int REMEMBERED = 5;

    private final PlatformContext platform;
    private final UserRepository users;
    private final PasswordResetRepository resets;
    private final PasswordHasher hasher;
    private final Throttle throttle;
    private final Clock clock;

    Passwords(
            PlatformContext platform,
            UserRepository users,
            PasswordResetRepository resets,
            PasswordHasher hasher,
            Throttle throttle,
            Clock clock) {
        this.platform = platform;
        this.users = users;
        this.resets = resets;
        this.hasher = hasher;
        this.throttle = throttle;
        this.clock = clock;
    }

    /**
     * Compares and hashes at once, which takes some tenths of a second, and so before the transaction that then sets it.
     *
     * @param path the argument the password came in
     * @return sets it, within a transaction
     */
    Consumer<DSLContext> prepare(User user, Secret password, String... path) {
        return prepare(platform.sql(), user, password, path);
    }

    /** The same for whoever shows a token, and may show it again where this is refused: so often, and no more. */
    Consumer<DSLContext> prepare(User user, Secret password, byte[] token, Viewer.Origin origin, String... path) {
        follow(user, password, path);
        var tries = throttle.takeToken(token, origin.address());
        return throttle.during(tries, () -> prepare(user, password, path));
    }

    /** The same within a transaction, for an operator who does it rarely. */
    Consumer<DSLContext> prepare(DSLContext sql, User user, Secret password, String... path) {
        follow(user, password, path);
        List<Password> last = users.findAllPasswords(sql, user.id());
        if (last.stream().anyMatch(old -> hasher.matches(password, old.hash()))) {
            throw new Refused(
                    Refusal.of(UserErrorCode.PASSWORD_REUSED, "This was one of your last five passwords.", path));
        }
        int number = last.isEmpty() ? 1 : last.getFirst().number() + 1;
        String hash = hasher.hash(password);
        return tx -> {
            users.lock(tx, user.id());
            users.addPassword(tx, user.id(), number, hash, clock.instant());
            resets.deleteUnused(tx, user.id());
        };
    }

    private static void follow(User user, Secret password, String... path) {
        PasswordRules.objection(password, logins(user), path).ifPresent(refusal -> {
            throw new Refused(refusal);
        });
    }

    private static Set<String> logins(User user) {
        return Stream.of(user.email(), user.phone())
                .flatMap(text -> Optional.ofNullable(text).stream())
                .map(text -> text.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }
}
