package io.merkato.payment;

import io.merkato.provider.ForgedNotice;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Notices that were not their provider's. Anybody can send those, as everybody is told the accounts: they are counted, and the log has one of each provider in a while. */
@Component
class ForgedNotices {

    private static final Logger LOG = LoggerFactory.getLogger(ForgedNotices.class);
    private static final Duration SILENCE = Duration.ofMinutes(10);

    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<String, Instant> told = new ConcurrentHashMap<>();

    ForgedNotices(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    void count(PaymentAccount.Id account, String provider, ForgedNotice forged) {
        Counter.builder("merkato.payments.notices.forged")
                .description("Notices that were not signed by their provider, or too long ago")
                .tag("provider", provider)
                .register(registry)
                .increment();
        Instant now = clock.instant();
        Instant last = told.get(provider);
        boolean isTime = last == null
                ? told.putIfAbsent(provider, now) == null
                : now.isAfter(last.plus(SILENCE)) && told.replace(provider, last, now);
        if (isTime) {
            LOG.info("A notice for {} was not its provider's, as more may be: {}", account, forged.getMessage());
        }
    }
}
