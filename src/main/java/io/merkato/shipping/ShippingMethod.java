package io.merkato.shipping;

import io.merkato.api.LocalisedText;
import io.merkato.api.PostalAddress;
import io.merkato.api.TypeId;
import io.merkato.money.Money;
import io.merkato.store.Store;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A way to have goods delivered, or to fetch them.
 *
 * @param zoneId null for PICKUP alone
 * @param storeId null for every store
 * @param rates by where they begin; one for FLAT and PICKUP, at least one for the others
 * @param freeFrom from this total on it costs nothing
 * @param pickupAddress of PICKUP alone
 * @param taxClass code of the tax class of shipping
 */
public record ShippingMethod(
        Id id,
        ShippingZone.@Nullable Id zoneId,
        Store.@Nullable Id storeId,
        String code,
        LocalisedText names,
        ShippingMethodKind kind,
        Currency currency,
        List<ShippingRate> rates,
        @Nullable Money freeFrom,
        @Nullable Integer minDays,
        @Nullable Integer maxDays,
        @Nullable PostalAddress pickupAddress,
        @Nullable String taxClass,
        boolean enabled,
        int position,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "shipping_method";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    public boolean everyStore() {
        return storeId == null;
    }
}
