package io.merkato.platform;

import static io.merkato.jooq.platform.Tables.EVENT;
import static io.merkato.jooq.platform.Tables.WEBHOOK;
import static io.merkato.jooq.platform.Tables.WEBHOOK_DELIVERY;
import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that this node is at, with all that it takes.
 *
 * @param attempt which one this is, from 1
 * @param round which one since it was last asked for, from 1
 * @param secrets encrypted; the newest first
 */
record OutboxItem(
        WebhookDelivery.Id id,
        UUID lease,
        Webhook.Id webhookId,
        Event.Id eventId,
        String eventType,
        String aggregate,
        long position,
        Instant occurredAt,
        @Nullable String payload,
        int attempt,
        int round,
        String url,
        String selection,
        Set<String> rights,
        List<byte[]> secrets) {

    static OutboxItem of(Record row) {
        int attempts = row.get(WEBHOOK_DELIVERY.ATTEMPTS);
        return new OutboxItem(
                row.get(WEBHOOK_DELIVERY.ID),
                requireNonNull(row.get(WEBHOOK_DELIVERY.LEASE)),
                row.get(WEBHOOK_DELIVERY.WEBHOOK_ID),
                row.get(WEBHOOK_DELIVERY.EVENT_ID),
                row.get(WEBHOOK_DELIVERY.EVENT_TYPE),
                row.get(WEBHOOK_DELIVERY.AGGREGATE),
                row.get(WEBHOOK_DELIVERY.POSITION),
                row.get(EVENT.OCCURRED_AT),
                row.get(WEBHOOK_DELIVERY.PAYLOAD),
                attempts,
                attempts - row.get(WEBHOOK_DELIVERY.ATTEMPTS_BEFORE),
                row.get(WEBHOOK.URL),
                row.get(WEBHOOK.SELECTION),
                Set.of(row.get(WEBHOOK.RIGHTS)),
                secrets(row));
    }

    private static List<byte[]> secrets(Record row) {
        var secrets = new ArrayList<byte[]>();
        secrets.add(row.get(WEBHOOK.SECRET));
        byte[] previous = row.get(WEBHOOK.PREVIOUS_SECRET);
        Instant ends = row.get(WEBHOOK.PREVIOUS_SECRET_ENDS);
        if (previous != null && ends != null && ends.isAfter(Instant.now())) {
            secrets.add(previous);
        }
        return secrets;
    }
}
