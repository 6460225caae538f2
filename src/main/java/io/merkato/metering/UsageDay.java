package io.merkato.metering;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * @param bytes of answers, before compression
 * @param products as measured the night after, as are the following; null where it was not yet
 */
record UsageDay(
        LocalDate date,
        long requests,
        long bytes,
        int activeUsers,
        @Nullable Long products,
        @Nullable Long orders,
        @Nullable Long storageBytes) {}
