package io.merkato.demo;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How much to generate. The same volume is the same data everywhere; another seed is other data beside it.
 *
 * @param products of each tenant
 * @param variants of each product
 */
record Volume(int tenants, int products, int variants, int seed) {

    private static final Set<String> NAMES = Set.of("tenants", "products", "variants", "seed");

    /** As many as there are combinations of size and colour. */
    private static final int MOST_VARIANTS = 96;

    private static final int MOST_PRODUCTS = 10_000_000;

    Volume {
        if (tenants < 1 || products < 1 || products > MOST_PRODUCTS || variants < 1 || variants > MOST_VARIANTS) {
            throw new IllegalArgumentException(
                    "at least one tenant, 1 to " + MOST_PRODUCTS + " products, 1 to " + MOST_VARIANTS + " variants");
        }
    }

    /** Reads {@code tenants:100,products:1000,variants:3}; what is left out is 1. */
    static Volume parse(String text) {
        Map<String, Integer> parts = Arrays.stream(text.split(","))
                .map(part -> part.strip().split(":"))
                .collect(Collectors.toMap(part -> part[0], part -> Integer.valueOf(part[1])));
        var volume = new Volume(
                parts.getOrDefault("tenants", 1),
                parts.getOrDefault("products", 1),
                parts.getOrDefault("variants", 1),
                parts.getOrDefault("seed", 1));
        if (!NAMES.containsAll(parts.keySet())) {
            throw new IllegalArgumentException("not understood: " + text);
        }
        return volume;
    }

    String slug(int tenant) {
        return "load-%d-%d".formatted(seed, tenant);
    }
}
