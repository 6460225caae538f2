package io.merkato.pricing;

import io.merkato.api.TypeId;
import io.merkato.customer.CustomerGroup;
import io.merkato.store.SalesChannel;
import io.merkato.store.Store;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Prices in one currency for certain customers, stores or channels, or for a time.
 *
 * @param priority the greater one decides first
 * @param startsAt null since ever
 * @param endsAt the first moment at which it no longer holds; null for good
 * @param everyStore else those of {@code storeIds} alone, which may be none
 * @param everyCustomer else those of {@code customerGroupIds} alone, which may be none
 */
public record PriceList(
        Id id,
        String code,
        String name,
        Currency currency,
        int priority,
        boolean active,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt,
        boolean everyStore,
        List<Store.Id> storeIds,
        boolean everyCustomer,
        List<CustomerGroup.Id> customerGroupIds,
        List<SalesChannel> channels,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "price_list";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
