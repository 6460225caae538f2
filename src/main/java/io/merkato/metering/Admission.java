package io.merkato.metering;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.merkato.api.Allowance;
import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.api.QueryCost;
import io.merkato.tenancy.RequestTerms.Terms;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** One request's way through the limits: it enters, pays what it may cost at most, and is given back what it did not use. */
final class Admission implements Allowance {

    /** What a request pays on entering, before anything is known of it: nonsense is not for free. */
    private static final long ENTRANCE = 1;

    private final Terms terms;
    private final @Nullable Bucket bucket;
    private final boolean beyondQuota;
    private final Function<QueryCost, Runnable> place;
    private @Nullable QueryCost cost;
    private Runnable leave = () -> {};

    /**
     * @param beyondQuota whether the tenant has had its month's requests, so that only who signs in is let through
     * @param place takes one for an operation that is paid; answers what gives it back
     */
    Admission(Terms terms, @Nullable Bucket bucket, boolean beyondQuota, Function<QueryCost, Runnable> place) {
        this.place = place;
        this.terms = terms;
        this.bucket = bucket;
        this.beyondQuota = beyondQuota;
        spend(ENTRANCE);
    }

    @Override
    public void take(QueryCost cost) {
        if (beyondQuota && !cost.isForSigningIn()) {
            throw quotaUsedUp();
        }
        long requested = cost.requested();
        Long most = terms.operationCost();
        if (most != null && requested > most) {
            throw Fault.of(
                    FaultCode.QUERY_TOO_COMPLEX,
                    "The operation may cost %d; %d is the most. Ask for shorter pages or for less of each."
                            .formatted(requested, most),
                    Map.of("limit", "COST", "most", most, "requested", requested));
        }
        leave = place.apply(cost);
        spend(requested - ENTRANCE);
        this.cost = cost;
    }

    /** To be called when the request is over, however. */
    void leave() {
        leave.run();
    }

    private static Fault quotaUsedUp() {
        var now = ZonedDateTime.now(ZoneOffset.UTC);
        ZonedDateTime next = now.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).plusMonths(1);
        return Fault.refusedFor(
                FaultCode.QUOTA_EXCEEDED,
                "This shop has had the requests of its plan for this month.",
                "MAX_REQUESTS_PER_MONTH",
                Duration.between(now, next).toSeconds() + 1);
    }

    private void spend(long tokens) {
        if (bucket == null || tokens == 0) {
            return;
        }
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(tokens);
        if (!probe.isConsumed()) {
            long seconds = Duration.ofNanos(probe.getNanosToWaitForRefill()).toSeconds() + 1;
            throw Fault.throttled("You ask for more than your share. Wait, or ask for less.", "COST", seconds);
        }
    }

    /**
     * Settles what the answer really cost; lists that name no size may have made it more than was asked for.
     *
     * @return {@code extensions.cost}; null where nothing was carried out
     */
    @Nullable
    Map<String, Object> settle(@Nullable Object data) {
        if (cost == null) {
            return null;
        }
        long requested = cost.requested();
        long actual = data instanceof Publisher<?> ? requested : cost.actual(data);
        var report = new LinkedHashMap<String, Object>();
        report.put("requested", requested);
        report.put("actual", actual);
        if (bucket != null) {
            if (actual < requested) {
                bucket.addTokens(requested - actual);
            } else if (actual > requested) {
                bucket.consumeIgnoringRateLimits(actual - requested);
            }
            var left = new LinkedHashMap<String, Object>();
            left.put("size", terms.bucket());
            left.put("left", bucket.getAvailableTokens());
            left.put("refillPerSecond", terms.perSecond());
            report.put("bucket", left);
        }
        return report;
    }
}
