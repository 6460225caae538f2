package io.merkato.pricing;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When prices begin and end by themselves.
 *
 * @param from nothing is known of what was before
 */
record PriceTurns(Instant from, List<Span> lists, List<Span> sales) {

    /** From its start on and before its end; null without one. */
    record Span(@Nullable Instant starts, @Nullable Instant ends) {

        boolean holds(Instant at) {
            return (starts == null || !starts.isAfter(at)) && (ends == null || ends.isAfter(at));
        }

        Stream<Instant> turns() {
            return Stream.concat(Stream.ofNullable(starts), Stream.ofNullable(ends));
        }
    }

    /** Whether prices stay the same until the next turn: no sale runs, of which there is less with each order. */
    boolean steady(Instant at) {
        return !at.isBefore(from) && sales.stream().noneMatch(sale -> sale.holds(at));
    }

    /** Prices of then hold until that moment. */
    Instant next(Instant at) {
        return Stream.concat(lists.stream(), sales.stream())
                .flatMap(Span::turns)
                .filter(turn -> turn.isAfter(at))
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }
}
