package io.merkato.customer;

import io.merkato.api.Owned;
import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That a customer agreed to something, or does not or no longer. Never changed: another one takes its place.
 *
 * @param channel of marketing; null for what has none
 * @param source where they said so: {@code checkout}, {@code paper form}
 * @param recordedBy who wrote it down for them, as staff know them; null where they did
 * @param ip where the request came from
 */
public record Consent(
        Id id,
        Customer.Id customerId,
        ConsentPurpose purpose,
        @Nullable ConsentChannel channel,
        boolean granted,
        String source,
        @Nullable String recordedBy,
        @Nullable String ip,
        @Nullable String userAgent,
        Instant recordedAt)
        implements Owned {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "consent";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    @Override
    public Customer.Id owner() {
        return customerId;
    }

    /** Says not from where. */
    @Override
    public String toString() {
        return "Consent[" + id + "]";
    }
}
