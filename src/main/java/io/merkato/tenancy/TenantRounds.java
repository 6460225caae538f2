package io.merkato.tenancy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that tenants wait for, done for one after the other. Who cannot be served is passed over for half a minute: its trouble neither ends the round of the others
 * nor takes their time again and again.
 */
public final class TenantRounds {

    private static final Logger LOG = LoggerFactory.getLogger(TenantRounds.class);
    private static final int MOST = 100;
    private static final Duration PASSED_OVER = Duration.ofSeconds(30);

    private final String name;
    private final Map<Tenant.Id, Long> passedOver = new ConcurrentHashMap<>();

    public interface Work<E extends Exception> {
        /** @return whether there was anything to do */
        boolean of(Tenant.Id tenant) throws E;
    }

    /** @param name what the log calls the work */
    public TenantRounds(String name) {
        this.name = name;
    }

    /**
     * @param waiting so many tenants, those that wait longest first
     * @return whether anything was done
     */
    public <E extends Exception> boolean serve(IntFunction<List<Tenant.Id>> waiting, Work<E> work) throws E {
        long now = System.nanoTime();
        passedOver.values().removeIf(until -> until - now < 0);
        boolean worked = false;
        for (Tenant.Id tenant : waiting.apply(MOST + passedOver.size())) {
            if (!passedOver.containsKey(tenant)) {
                worked |= serve(tenant, work);
            }
        }
        return worked;
    }

    private <E extends Exception> boolean serve(Tenant.Id tenant, Work<E> work) throws E {
        try {
            return work.of(tenant);
        } catch (RuntimeException e) {
            LOG.error("{} of tenant {} wait for a while after a failure", name, tenant, e);
            passedOver.put(tenant, System.nanoTime() + PASSED_OVER.toNanos());
            return false;
        }
    }
}
