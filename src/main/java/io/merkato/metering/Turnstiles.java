package io.merkato.metering;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.merkato.api.Fault;
import io.merkato.tenancy.Tenant;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Lets so many requests of a tenant run at once on this node. Others wait in their order, but not for long: a tenant that asks for more than it can
 * be given hears so, and takes no connection, and so no time, from its neighbours.
 */
@Component
class Turnstiles {

    private static final Runnable FREE = () -> {};

    private final Duration patience;
    private final Cache<Turnstile, Semaphore> turnstiles =
            Caffeine.newBuilder().expireAfterAccess(Duration.ofMinutes(10)).build();

    private record Turnstile(Tenant.Id tenant, boolean mutations, int most) {}

    Turnstiles(@Value("${merkato.requests.patience:200ms}") Duration patience) {
        this.patience = patience;
    }

    /**
     * @param mutation these have places of their own: where they wait for a payment provider, the shop can still be looked at
     * @param most null for any number
     * @return to be run once the request is over
     * @throws Fault {@code THROTTLED}
     */
    Runnable enter(Tenant.Id tenant, boolean mutation, @Nullable Long most) {
        if (most == null) {
            return FREE;
        }
        var turnstile = new Turnstile(tenant, mutation, (int) Math.clamp(most, 1L, 10_000L));
        Semaphore places = turnstiles.get(turnstile, unseen -> new Semaphore(turnstile.most(), true));
        if (!entered(places)) {
            throw Fault.throttled("Too many requests to this tenant run at once.", "REQUESTS_AT_ONCE", 1);
        }
        return places::release;
    }

    private boolean entered(Semaphore places) {
        try {
            return places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
