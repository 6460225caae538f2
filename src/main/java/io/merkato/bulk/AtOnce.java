package io.merkato.bulk;

import io.merkato.api.Fault;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Lets so many of one kind of file of a tenant be on their way at once on this node. */
final class AtOnce {

    interface Work<T, E extends Exception> {
        T carryOut() throws E;
    }

    private final int most;
    private final String limit;
    private final String words;
    private final Map<Tenant.Id, Integer> underWay = new ConcurrentHashMap<>();

    /** @param limit what programs know it by */
    AtOnce(int most, String limit, String words) {
        this.most = most;
        this.limit = limit;
        this.words = words;
    }

    /** @throws Fault {@code THROTTLED} while this tenant has too many under way */
    <T, E extends Exception> T during(TenantContext tenant, Work<T, E> work) throws E {
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
