package io.merkato.channel;

import io.merkato.ordering.Order;
import java.time.Instant;

/** @param late whether the session was closed when the till told of it */
record PosSale(Order.Id orderId, PosSession.Id sessionId, boolean late, Instant receivedAt) {}
