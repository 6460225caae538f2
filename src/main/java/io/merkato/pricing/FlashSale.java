package io.merkato.pricing;

import io.merkato.api.TypeId;
import io.merkato.store.SalesChannel;
import io.merkato.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Prices for a while and for so many.
 *
 * @param endsAt the first moment at which they no longer hold
 * @param everyStore else those of {@code storeIds} alone, which may be none
 */
public record FlashSale(
        Id id,
        String name,
        Instant startsAt,
        Instant endsAt,
        boolean everyStore,
        List<Store.Id> storeIds,
        List<SalesChannel> channels,
        @Nullable Instant cancelledAt,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "flash_sale";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    public enum Status {
        SCHEDULED,
        RUNNING,
        ENDED,
        CANCELLED
    }

    public Status status() {
        Instant now = Instant.now();
        return cancelledAt != null
                ? Status.CANCELLED
                : now.isBefore(startsAt) ? Status.SCHEDULED : now.isBefore(endsAt) ? Status.RUNNING : Status.ENDED;
    }

    FlashSale cancel(Instant now) {
        return new FlashSale(
                id, name, startsAt, endsAt, everyStore, storeIds, channels, now, version, createdAt, updatedAt);
    }
}
