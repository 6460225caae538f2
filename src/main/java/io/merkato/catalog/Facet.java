package io.merkato.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An attribute by which the products of a list can be narrowed. */
record Facet(
        Attribute attribute,
        List<FacetOption> options,
        @Nullable NumberRange range) {}
