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

    /** A job for each, so that one that fails stops none of the others. */
    @Bean
    static Job forgetSessions(Housekeeping housekeeping) {
        return hourly(
                "identity-forget",
                () -> housekeeping.sessionRepository.forgetExpired(
                        housekeeping.platform, housekeeping.clock.instant()));
    }

    @Bean
    static Job forgetSignUps(Housekeeping housekeeping) {
        return hourly("identity-forget-sign-ups", housekeeping.signUps::forgetExpired);
    }

    @Bean
    static Job forgetResets(Housekeeping housekeeping) {
        return hourly(
                "identity-forget-resets",
                () -> housekeeping.resets.forgetExpired(housekeeping.platform, housekeeping.clock.instant()));
    }

    @Bean
    static Job forgetTries(Housekeeping housekeeping) {
        return hourly("identity-forget-tries", housekeeping.throttle::forgetEnded);
    }

    private static Job hourly(String name, Runnable work) {
        return Job.every(name, Duration.ofHours(1), work);
    }
}
