package io.merkato.demo;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a demo tenant delivers to, and how: db/demo/&lt;slug&gt;/shipping.json. */
record Delivery(List<Zone> zones, List<Method> methods) {

    /** @param places countries, or a country and a region in capitals with a slash between */
    record Zone(
            String name,
            @Nullable List<String> places,
            @Nullable Boolean elsewhere) {}

    /**
     * @param zone by name; null for pickup
     * @param store by code; null for every store
     * @param days at least and at most
     */
    record Method(
            @Nullable String zone,
            @Nullable String store,
            String code,
            String kind,
            Currency currency,
            Map<Locale, String> name,
            List<Rate> rates,
            @Nullable BigDecimal freeFrom,
            @Nullable List<Integer> days,
            @Nullable Map<String, String> address) {}

    /**
     * @param from grams, or an amount; null for 0
     * @param price null where the method is not offered from there on
     */
    record Rate(@Nullable BigDecimal from, @Nullable BigDecimal price) {}
}
