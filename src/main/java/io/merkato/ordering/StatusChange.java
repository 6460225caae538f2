package io.merkato.ordering;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step of an order on one of its axes.
 *
 * @param from null for the first
 */
record StatusChange(
        StatusAxis axis,
        @Nullable String from,
        StatusEvent event,
        String to,
        String actor,
        @Nullable String reason,
        Instant at) {}
