package io.merkato.identity;

import static io.merkato.jooq.identity.Tables.SIGN_UP;
import static org.jooq.Records.mapping;

import io.merkato.identity.UserRepository.Account;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Logins that somebody asked for, until the token that was sent there comes back. */
@Component
class SignUps {

    /** @param name stripped */
    record Wanted(
            Login login, @Nullable String name, @Nullable Locale locale) {}

    private static final Duration LIFE = Duration.ofDays(1);

    private final PlatformContext platform;
    private final UserRepository users;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    SignUps(PlatformContext platform, UserRepository users, ApplicationEventPublisher events, Clock clock) {
        this.platform = platform;
        this.users = users;
        this.events = events;
        this.clock = clock;
    }

    /** Sends a token, or where there is such a login tells its owner so. */
    void send(Wanted wanted, Tenant.@Nullable Id tenant) {
        Optional<Account> known = users.findAccount(platform.sql(), wanted.login());
        if (known.isPresent()) {
            known.filter(Account::active)
                    .ifPresent(account -> publish(TokenIssued.Purpose.SIGN_UP_OF_KNOWN, wanted, tenant, null));
            return;
        }
        Secret token = Secret.random("ms_");
        Instant now = clock.instant();
        platform.sql()
                .insertInto(SIGN_UP)
                .set(SIGN_UP.HASH, token.hash())
                .set(SIGN_UP.LOGIN, wanted.login().text())
                .set(SIGN_UP.NAME, wanted.name())
                .set(SIGN_UP.LOCALE, wanted.locale())
                .set(SIGN_UP.CREATED_AT, now)
                .set(SIGN_UP.EXPIRES_AT, now.plus(LIFE))
                .execute();
        publish(TokenIssued.Purpose.SIGN_UP, wanted, tenant, token.text());
    }

    private void publish(
            TokenIssued.Purpose purpose, Wanted wanted, Tenant.@Nullable Id tenant, @Nullable String token) {
        events.publishEvent(new TokenIssued(purpose, wanted.login().key(), tenant, null, token));
    }

    Optional<Wanted> find(byte[] hash) {
        return platform.sql()
                .select(SIGN_UP.LOGIN, SIGN_UP.NAME, SIGN_UP.LOCALE)
                .from(SIGN_UP)
                .where(SIGN_UP.HASH.eq(hash), SIGN_UP.EXPIRES_AT.gt(clock.instant()))
                .fetchOptional(mapping((login, name, locale) ->
                        new Wanted(Login.parse(login, null).orElseThrow(), name, locale)));
    }

    /** Uses the token up, and with it every other that was sent there; false where somebody was faster. */
    boolean redeem(PlatformContext tx, byte[] hash, Wanted wanted) {
        boolean first =
                tx.sql().deleteFrom(SIGN_UP).where(SIGN_UP.HASH.eq(hash)).execute() == 1;
        tx.sql()
                .deleteFrom(SIGN_UP)
                .where(SIGN_UP.LOGIN.eq(wanted.login().text()))
                .execute();
        return first;
    }

    void forgetExpired() {
        Expired.delete(platform, SIGN_UP, SIGN_UP.HASH, SIGN_UP.EXPIRES_AT.lt(clock.instant()));
    }
}
