package io.merkato.loyalty;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a customer gets for having been invited. */
record LoyaltyWelcome(
        LoyaltyReferral.Status status,
        long points,
        Instant acceptedAt,
        @Nullable Instant rewardedAt) {}
