package io.merkato.identity;

import io.merkato.api.Job;
import io.merkato.tenancy.PlatformContext;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What identity does by itself. */
@Component
class Housekeeping {

    private final PlatformContext platform;
    private final Sessions sessions;
    private final SessionRepository sessionRepository;
    private final ApiKeys apiKeys;
    private final SignUps signUps;
    private final PasswordResetRepository resets;
    private final SigningKeys signingKeys;
    private final Throttle throttle;
    private final Clock clock;

    Housekeeping(
            PlatformContext platform,
            Sessions sessions,
            SessionRepository sessionRepository,
            ApiKeys apiKeys,
            SignUps signUps,
            PasswordResetRepository resets,
            SigningKeys signingKeys,
            Throttle throttle,
            Clock clock) {
        this.platform = platform;
        this.sessions = sessions;
        this.sessionRepository = sessionRepository;
        this.apiKeys = apiKeys;
        this.signUps = signUps;
        this.resets = resets;
        this.signingKeys = signingKeys;
        this.throttle = throttle;
        this.clock = clock;
    }

    /** On every server, of what it saw: one statement for all sessions and one per tenant for its keys, not one per request. */
    @Scheduled(fixedDelay = 30, initialDelay = 30, timeUnit = TimeUnit.SECONDS)
    @PreDestroy
    void writeUse() {
        sessions.writeSeen();
        apiKeys.writeUsed();
    }

    /** Every server makes sure of the keys, since each remembers them. */
    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
    void rotateKeys() {
        signingKeys.rotate();
    }

    @Bean
    static Job forgetExpired(Housekeeping housekeeping) {
        return Job.every("identity-forget", Duration.ofHours(1), housekeeping::forget);
    }

    private void forget() {
        sessionRepository.forgetExpired(platform, clock.instant());
        signUps.forgetExpired();
        resets.forgetExpired(platform, clock.instant());
        throttle.forgetEnded();
    }
}
