package io.merkato.shipping;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A country, or a region of it.
 *
 * @param country ISO 3166-1 alpha-2
 * @param region in capitals, by code or name as addresses have it; null for the whole country
 */
record ShippingPlace(String country, @Nullable String region) {

    static final String WHOLE_COUNTRY = "";

    /** As the database has it. */
    String storedRegion() {
        return stored(region);
    }

    static ShippingPlace of(String country, String storedRegion) {
        return new ShippingPlace(country, storedRegion.equals(WHOLE_COUNTRY) ? null : storedRegion);
    }

    static String stored(@Nullable String region) {
        return region == null ? WHOLE_COUNTRY : region.strip().toUpperCase(Locale.ROOT);
    }
}
