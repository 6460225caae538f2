package io.merkato.platform;

import io.merkato.api.TypeId;
import java.util.Map;
import java.util.UUID;

/** Something that happened to one object of a tenant. Each module's records say what; see {@link Events}. */
public interface Event {

    /** Stays the same however often a webhook is told. */
    record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "event";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** As the schema's {@code WebhookEventType} has it, and an {@link EventType} of the module declares it. */
    String type();

    /** What it happened to: its events are told in the order in which they were published. */
    TypeId aggregate();

    /** What else is to be kept of that moment; small, and without secrets. Webhooks are told the object as it is when they hear of it, not this. */
    default Map<String, Object> data() {
        return Map.of();
    }
}
