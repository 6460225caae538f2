package io.merkato.payment;

import io.merkato.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happened to a payment. */
record PaymentEvent(
        PaymentEventKind kind,
        Money amount,
        Money fee,
        PaymentEventSource source,
        @Nullable String message,
        Instant occurredAt,
        Instant recordedAt) {}
