package io.merkato.catalog;

import java.util.Map;

/** A brand with how many products of a list are of it. */
record BrandFacet(Brand brand, int count, boolean selected, Map<String, Object> filter) {}
