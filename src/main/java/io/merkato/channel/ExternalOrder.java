package io.merkato.channel;

import io.merkato.ordering.Order;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which order an order of a source became.
 *
 * @param number what people call it there
 * @param digests of what the source said of it, see {@link ExternalOrderDigests}
 */
record ExternalOrder(
        ExternalSource.Id sourceId,
        String externalId,
        Order.Id orderId,
        @Nullable String number,
        Map<String, String> digests,
        Instant importedAt,
        Instant updatedAt) {}
