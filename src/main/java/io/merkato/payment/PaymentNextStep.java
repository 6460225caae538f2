package io.merkato.payment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What has to happen until a payment is done; the address is of a {@code REDIRECT}. */
record PaymentNextStep(
        PaymentNextAction action,
        @Nullable String url,
        @Nullable Instant expiresAt) {}
