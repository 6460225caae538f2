package io.merkato.identity;

import io.merkato.tenancy.PlatformContext;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What identity does by itself, on every server; doing it twice at once is harmless. */
@Component
class Housekeeping {

    private final PlatformContext platform;
    private final Sessions sessions;
    private final SessionRepository sessionRepository;
    private final ApiKeys apiKeys;
    private final SignUps signUps;
    private final SigningKeys signingKeys;
    private final Throttle throttle;
    private final Clock clock;

    Housekeeping(
            PlatformContext platform,
            Sessions sessions,
            SessionRepository sessionRepository,
            ApiKeys apiKeys,
            SignUps signUps,
            SigningKeys signingKeys,
            Throttle throttle,
            Clock clock) {
        this.platform = platform;
        this.sessions = sessions;
        this.sessionRepository = sessionRepository;
        this.apiKeys = apiKeys;
        this.signUps = signUps;
        this.signingKeys = signingKeys;
        this.throttle = throttle;
        this.clock = clock;
    }

    /** One statement for all sessions and one per tenant for its keys, not one per request. */
    @Scheduled(fixedDelay = 30, initialDelay = 30, timeUnit = TimeUnit.SECONDS)
    @PreDestroy
    void writeUse() {
        sessions.writeSeen();
        apiKeys.writeUsed();
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
    void rotateKeys() {
        signingKeys.rotate();
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
    void forget() {
        sessionRepository.forgetExpired(platform, clock.instant());
        signUps.forgetExpired();
        throttle.forgetEnded();
    }
}
