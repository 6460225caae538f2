package io.merkato.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an attribute stands in a set, and how.
 *
 * @param group code of the heading it stands under; null for none
 * @param place where the input says so
 */
record AttributePlace(
        Attribute.Id attribute,
        @Nullable String group,
        int position,
        AttributeLevel level,
        boolean required,
        boolean axis,
        List<String> place) {}
