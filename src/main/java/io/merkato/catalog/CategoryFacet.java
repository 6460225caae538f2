package io.merkato.catalog;

import java.util.Map;

/** A category with how many products of a list stand in it. */
record CategoryFacet(Category category, int count, boolean selected, Map<String, Object> filter) {}
