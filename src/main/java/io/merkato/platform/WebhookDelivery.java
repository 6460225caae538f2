package io.merkato.platform;

import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that is to be told to a webhook, or was.
 *
 * @param attempts how many there were
 * @param nextAttemptAt null once it is finished
 * @param payload what is sent; null before the first attempt
 */
public record WebhookDelivery(
        Id id,
        Webhook.Id webhookId,
        Event.Id eventId,
        String eventType,
        String objectId,
        WebhookDeliveryStatus status,
        int attempts,
        @Nullable Instant nextAttemptAt,
        @Nullable String payload,
        Instant createdAt,
        @Nullable Instant finishedAt) {

    /** For whoever may see that it was sent but not what. */
    WebhookDelivery withoutPayload() {
        return new WebhookDelivery(
                id,
                webhookId,
                eventId,
                eventType,
                objectId,
                status,
                attempts,
                nextAttemptAt,
                null,
                createdAt,
                finishedAt);
    }

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "webhook_delivery";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
