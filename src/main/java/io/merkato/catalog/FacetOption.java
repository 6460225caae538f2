package io.merkato.catalog;

import io.merkato.api.LocalisedText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One value of a facet.
 *
 * @param labels by language; empty where the value is its own label
 * @param filter a {@link ProductWhere} as JSON
 */
record FacetOption(
        String value,
        LocalisedText labels,
        @Nullable String colour,
        int count,
        boolean selected,
        Map<String, Object> filter) {}
