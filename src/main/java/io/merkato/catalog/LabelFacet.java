package io.merkato.catalog;

import java.util.Map;

/** A label with how many products of a list wear it. */
record LabelFacet(Label label, int count, boolean selected, Map<String, Object> filter) {}
