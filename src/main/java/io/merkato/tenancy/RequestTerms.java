package io.merkato.tenancy;

import io.merkato.api.Recurring;
import java.math.BigDecimal;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * How much of the API the tenants of each plan may use. The plans are read in the background every {@code merkato.staleness}, so that no request
 * waits for them; until they are known, and while the database does not answer, the last that was known holds.
 */
@Component
public class RequestTerms {

    private final PlanRepository plans;
    private final PlatformContext platform;
    private final Recurring reads =
            new Recurring(LoggerFactory.getLogger(RequestTerms.class), "Reading the plans' limits");
    private volatile Map<String, Terms> terms = Map.of();

    /**
     * @param operationCost the most one operation may cost
     * @param bucket what a caller may spend at once
     * @param perSecond what comes back to it
     * @param atOnce requests of the tenant that run at the same time on a node
     * @param requestsPerMonth of the tenant
     * @param subscriptions of the tenant that run at the same time on a node
     * @param connections of the tenant by WebSocket, at the same time on a node; each is null where there is no limit
     */
    public record Terms(
            @Nullable Long operationCost,
            @Nullable Long bucket,
            @Nullable Long perSecond,
            @Nullable Long atOnce,
            @Nullable Long requestsPerMonth,
            @Nullable Long subscriptions,
            @Nullable Long connections) {

        static final Terms USUAL = new Terms(1_000L, 100_000L, 10_000L, 8L, null, 200L, 100L);

        static Terms of(Plan plan) {
            Map<Plan.LimitCode, Plan.Limit> limits =
                    plan.limits().stream().collect(Collectors.toMap(Plan.Limit::code, Function.identity()));
            Long bucket = value(limits, Plan.LimitCode.COST_BUCKET, USUAL.bucket);
            Long perSecond = value(limits, Plan.LimitCode.COST_PER_SECOND, USUAL.perSecond);
            return new Terms(
                    payable(value(limits, Plan.LimitCode.MAX_QUERY_COST, USUAL.operationCost), bucket, perSecond),
                    bucket,
                    perSecond,
                    value(limits, Plan.LimitCode.MAX_REQUESTS_AT_ONCE, USUAL.atOnce),
                    value(limits, Plan.LimitCode.MAX_REQUESTS_PER_MONTH, null),
                    value(limits, Plan.LimitCode.MAX_SUBSCRIPTIONS, USUAL.subscriptions),
                    value(limits, Plan.LimitCode.MAX_CONNECTIONS, USUAL.connections));
        }

        /** What does not fit into a full bucket is never paid: it is refused for good, not until later. */
        private static @Nullable Long payable(
                @Nullable Long operationCost, @Nullable Long bucket, @Nullable Long perSecond) {
            if (bucket == null || perSecond == null) {
                return operationCost;
            }
            return operationCost == null ? bucket : Long.valueOf(Math.min(operationCost, bucket));
        }

        private static @Nullable Long value(
                Map<Plan.LimitCode, Plan.Limit> limits, Plan.LimitCode code, @Nullable Long unsaid) {
            Plan.Limit limit = limits.get(code);
            if (limit == null) {
                return unsaid;
            }
            BigDecimal value = limit.value();
            return value == null ? null : value.longValue();
        }
    }

    RequestTerms(PlanRepository plans, PlatformContext platform) {
        this.plans = plans;
        this.platform = platform;
    }

    /** @param plan null where a request names no tenant */
    public Terms of(@Nullable String plan) {
        return plan == null ? Terms.USUAL : terms.getOrDefault(plan, Terms.USUAL);
    }

    @Scheduled(fixedDelayString = "${merkato.staleness}")
    void read() {
        reads.run(() ->
                terms = plans.findAll(platform).stream().collect(Collectors.toUnmodifiableMap(Plan::code, Terms::of)));
    }
}
