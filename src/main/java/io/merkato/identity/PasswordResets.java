package io.merkato.identity;

import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Sends tokens that set a new password. */
@Component
class PasswordResets {

    private static final Duration LIFE = Duration.ofHours(1);

    private final PlatformContext platform;
    private final UserRepository users;
    private final PasswordResetRepository repository;
    private final ApplicationEventPublisher events;
    private final Throttle throttle;
    private final Clock clock;

    PasswordResets(
            PlatformContext platform,
            UserRepository users,
            PasswordResetRepository repository,
            ApplicationEventPublisher events,
            Throttle throttle,
            Clock clock) {
        this.platform = platform;
        this.users = users;
        this.repository = repository;
        this.events = events;
        this.throttle = throttle;
        this.clock = clock;
    }

    /**
     * Nothing where there is no such login; only what is sent counts among the day's texts.
     *
     * @param at the tenant where it was asked for
     */
    void send(Login login, Tenant.@Nullable Id at) {
        users.findAccount(platform.sql(), login)
                .filter(UserRepository.Account::active)
                .filter(account -> throttle.mayText(login, at))
                .ifPresent(account -> {
                    Instant now = clock.instant();
                    Secret token = Secret.random("mp_");
                    repository.insert(platform, account.user().id(), login, token.hash(), now, now.plus(LIFE));
                    events.publishEvent(
                            new TokenIssued(TokenIssued.Purpose.PASSWORD_RESET, login.key(), null, null, token.text()));
                });
    }
}
