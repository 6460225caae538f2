package io.merkato.identity;

import io.merkato.api.Actor;
import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** How many subscriptions run on this node at once, of one tenant and of one caller; beyond, {@code THROTTLED}. */
@Component
class RunningSubscriptions {

    private static final int SECONDS_TO_WAIT = 5;

    private final int mostOfTenant;
    private final int mostOfCaller;
    private final Map<Object, Integer> running = new ConcurrentHashMap<>();

    /** @param who their id; of the anonymous the address */
    private record Caller(Object tenant, Actor.Kind kind, String who) {}

    RunningSubscriptions(
            @Value("${merkato.subscriptions.per-tenant:1000}") int mostOfTenant,
            @Value("${merkato.subscriptions.per-caller:50}") int mostOfCaller) {
        this.mostOfTenant = mostOfTenant;
        this.mostOfCaller = mostOfCaller;
    }

    <T> Flux<T> bounded(@Nullable TenantContext tenant, Viewer viewer, Flux<T> events) {
        Object whole = tenant == null ? "none" : tenant.id();
        Actor actor = viewer.actor();
        String who = actor.id() == null ? Objects.toString(viewer.origin().address()) : actor.id();
        var caller = new Caller(whole, actor.kind(), who);
        return Flux.defer(() -> {
            begin(caller, mostOfCaller);
            try {
                begin(whole, mostOfTenant);
            } catch (Fault full) {
                end(caller);
                throw full;
            }
            return events.doFinally(how -> {
                end(caller);
                end(whole);
            });
        });
    }

    private void begin(Object whose, int most) {
        if (running.merge(whose, 1, Integer::sum) > most) {
            end(whose);
            throw Fault.of(
                    FaultCode.THROTTLED,
                    "Too many subscriptions run at once. End one, or wait.",
                    Map.of("retryAfter", SECONDS_TO_WAIT));
        }
    }

    private void end(Object whose) {
        running.computeIfPresent(whose, (same, count) -> count == 1 ? null : count - 1);
    }
}
