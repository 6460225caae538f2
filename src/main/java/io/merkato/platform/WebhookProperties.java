package io.merkato.platform;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param deliver whether this node sends
 * @param allowPrivate whether addresses may be of private networks, and plain http; for development
 * @param retries how long to wait after each attempt that failed; afterwards the delivery has failed
 * @param timeout how long one attempt may take
 * @param lease how long a node may be silent before another takes over its delivery; longer than an attempt takes
 * @param poll how often a node looks for deliveries that are due
 * @param concurrency how many attempts this node makes at once
 * @param disableAfter how long a webhook may fail before it is disabled
 * @param keep how long events and deliveries are kept
 * @param oldSecret how long what is sent is signed with the secret before, too
 */
@ConfigurationProperties("merkato.webhooks")
record WebhookProperties(
        @DefaultValue("true") boolean deliver,
        @DefaultValue("false") boolean allowPrivate,

        @DefaultValue({"5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h"})
        List<Duration> retries,

        @DefaultValue("15s") Duration timeout,
        @DefaultValue("90s") Duration lease,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("200") int concurrency,
        @DefaultValue("5d") Duration disableAfter,
        @DefaultValue("30d") Duration keep,
        @DefaultValue("24h") Duration oldSecret) {

    WebhookProperties {
        if (lease.compareTo(timeout) <= 0) {
            throw new IllegalArgumentException("merkato.webhooks.lease, " + lease
                    + ", has to be longer than merkato.webhooks.timeout, " + timeout
                    + ": another node would send again what is under way.");
        }
    }
}
