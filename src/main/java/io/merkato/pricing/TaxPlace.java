package io.merkato.pricing;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A country or a region of one.
 *
 * @param country ISO 3166-1 alpha-2
 * @param region in capitals; null for the whole country
 */
public record TaxPlace(String country, @Nullable String region) {

    static @Nullable String region(@Nullable String region) {
        return region == null || region.isBlank() ? null : region.strip().toUpperCase(Locale.ROOT);
    }

    TaxPlace plain() {
        return new TaxPlace(country, region(region));
    }

    String storedRegion() {
        return region == null ? "" : region;
    }
}
