package io.merkato.tenancy;

import io.merkato.api.Fault;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Lets only so much of one kind of work of a tenant be under way at once on this node. */
public final class AtOnce {

    public interface Work<T, E extends Exception> {
        T carryOut() throws E;
    }

    private final int most;
    private final String limit;
    private final String words;
    private final Map<Tenant.Id, Integer> underWay = new ConcurrentHashMap<>();

    /** @param limit what programs know it by */
    public AtOnce(int most, String limit, String words) {
        this.most = most;
        this.limit = limit;
        this.words = words;
    }

    /** @throws Fault {@code THROTTLED} while this tenant has too many under way */
    public <T, E extends Exception> T during(TenantContext tenant, Work<T, E> work) throws E {
        try {
            if (underWay.merge(tenant.id(), 1, Integer::sum) > most) {
                throw Fault.throttled(words, limit, 1);
            }
            return work.carryOut();
        } finally {
            underWay.computeIfPresent(tenant.id(), (id, count) -> count == 1 ? null : count - 1);
        }
    }
}
