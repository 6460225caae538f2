package io.merkato.metering;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.merkato.api.Allowance;
import io.merkato.api.AnswerSize;
import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.api.QueryCost;
import io.merkato.tenancy.RequestTerms.Terms;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** One request's way through the limits: it enters, pays what it may cost at most, and is given back what it did not use. */
final class Admission implements Allowance {

    /** What a request pays on entering, before anything is known of it: nonsense is not for free. */
    private static final long ENTRANCE = 1;

    /** How many times as many objects as an operation may cost an answer has at most. Estimates are of an ordinary shop, and others have more. */
    private static final long LARGER = 10;

    /** What an answer has at most in texts: a page of 100 with the longest description each, half as much again. */
    private static final long CHARACTERS = 10_000_000;

    private final Terms terms;
    private final @Nullable Bucket bucket;
    private final long weight;
    private final Function<QueryCost, Runnable> place;
    private final AnswerSize size;
    private @Nullable QueryCost cost;
    private Runnable leave = () -> {};

    /**
     * @param weight how often all that it costs counts
     * @param place takes one for an operation that is paid; answers what gives it back
     */
    Admission(Terms terms, @Nullable Bucket bucket, long weight, Function<QueryCost, Runnable> place) {
        this.place = place;
        this.terms = terms;
        this.bucket = bucket;
        this.weight = weight;
        Long most = terms.operationCost();
        this.size = new AnswerSize(most == null ? null : LARGER * most, CHARACTERS);
        spend(ENTRANCE);
    }

    @Override
    public void take(QueryCost cost) {
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
        spend(charged(requested) - ENTRANCE);
        this.cost = cost;
    }

    @Override
    public AnswerSize size() {
        return size;
    }

    /**
     * Each event of a subscription pays for itself.
     *
     * @param whole whether nothing failed; where a part did, all that was counted is paid
     */
    void event(@Nullable Object data, boolean whole) {
        long made = size.next();
        if (cost != null) {
            long actual = charged(whole ? cost.actual(data) : Math.max(cost.actual(data), made));
            spend(actual, true);
        }
    }

    /** One that came to nothing, as an answer that failed as a whole: what was counted is paid. */
    void eventFailed() {
        if (bucket != null) {
            bucket.consumeIgnoringRateLimits(charged(Math.max(ENTRANCE, size.next())));
        }
    }

    /** To be called when the request is over, however. */
    void leave() {
        leave.run();
    }

    /** No more than fits into a full bucket, or nobody could ever pay it. */
    private long charged(long cost) {
        Long size = terms.bucket();
        return size == null ? cost * weight : Math.max(cost, Math.min(cost * weight, size));
    }

    private void spend(long tokens) {
        spend(tokens, false);
    }

    /** @param made whether it is there already, and is paid even where there is too little left */
    private void spend(long tokens, boolean made) {
        if (bucket == null || tokens == 0) {
            return;
        }
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(tokens);
        if (!probe.isConsumed()) {
            if (made) {
                bucket.consumeIgnoringRateLimits(tokens);
            }
            long seconds = Duration.ofNanos(probe.getNanosToWaitForRefill()).toSeconds() + 1;
            throw Fault.throttled("You ask for more than your share. Wait, or ask for less.", "COST", seconds);
        }
    }

    /**
     * Settles what the answer really cost; lists that name no size may have made it more than was asked for. Of what failed as a
     * whole nobody knows all that was done, so nothing is given back, and what was counted is paid; that is so too where a part failed, of which the answer
     * says nothing.
     *
     * @param whole whether nothing failed
     * @return {@code extensions.cost}; null where nothing was carried out
     */
    @Nullable
    Map<String, Object> settle(@Nullable Object data, boolean whole) {
        if (cost == null) {
            return null;
        }
        long requested = charged(cost.requested());
        boolean known = data != null && !(data instanceof Publisher<?>);
        long actual = known ? charged(cost.actual(data)) : requested;
        if (!known || !whole) {
            actual = Math.max(actual, charged(size.objects()));
        }
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
