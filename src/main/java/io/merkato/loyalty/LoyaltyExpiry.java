package io.merkato.loyalty;

import java.time.Instant;

/** Points that can no longer be used from a moment on. */
record LoyaltyExpiry(Instant expiresAt, long points) {}
