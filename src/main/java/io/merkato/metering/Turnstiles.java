package io.merkato.metering;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.merkato.api.Fault;
import io.merkato.tenancy.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Lets so many requests of a tenant run at once on this node. Others wait in their order, but not for long: a tenant that asks for more than it can
 * be given hears so, and takes no connection, and so no time, from its neighbours. Who names no tenant has as many as one caller of a tenant has.
 */
@Component
class Turnstiles {

    private static final Runnable FREE = () -> {};

    private final Duration patience;
    private final Cache<Turnstile, Semaphore> turnstiles =
            Caffeine.newBuilder().expireAfterAccess(Duration.ofMinutes(10)).build();

    /** @param caller whose share of the tenant's places it is; null for all of them */
    private record Turnstile(
            Tenant.@Nullable Id tenant,
            boolean mutations,
            int most,
            @Nullable String caller) {}

    Turnstiles(@Value("${merkato.requests.patience:200ms}") Duration patience) {
        this.patience = patience;
    }

    /**
     * @param tenant null where none is named: then there are no places but the caller's own
     * @param mutation these have places of their own: where they wait for a payment provider, the shop can still be looked at
     * @param most null for any number
     * @param caller has no more than half of the places, so that others get in; null for one who may have them all
     * @return to be run once the request is over
     * @throws Fault {@code THROTTLED}
     */
    Runnable enter(Tenant.@Nullable Id tenant, boolean mutation, @Nullable Long most, @Nullable String caller) {
        if (most == null) {
            return FREE;
        }
        int places = (int) Math.clamp(most, 1L, 10_000L);
        var needed = new ArrayList<Semaphore>(2);
        if (caller != null) {
            needed.add(places(new Turnstile(tenant, mutation, Math.max(1, places / 2), caller)));
        }
        if (tenant != null) {
            needed.add(places(new Turnstile(tenant, mutation, places, null)));
        }
        var entered = new ArrayList<Semaphore>(2);
        Runnable leave = () -> entered.forEach(Semaphore::release);
        long until = System.nanoTime() + patience.toNanos();
        for (Semaphore each : needed) {
            if (!entered(each, until)) {
                leave.run();
                throw Fault.throttled(
                        tenant == null
                                ? "Too many of your requests run at once."
                                : "Too many requests to this tenant run at once.",
                        "REQUESTS_AT_ONCE",
                        1);
            }
            entered.add(each);
        }
        return leave;
    }

    private Semaphore places(Turnstile turnstile) {
        return turnstiles.get(turnstile, unseen -> new Semaphore(turnstile.most(), true));
    }

    private static boolean entered(Semaphore places, long until) {
        try {
            return places.tryAcquire(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
