package io.merkato.catalog;

import org.jspecify.annotations.Nullable;

/**
 * An attribute of products as a column of a sheet.
 *
 * @param unit of a MEASURE, null for every other type
 */
public record AttributeColumn(
        String code,
        String label,
        AttributeType type,
        @Nullable String unit) {}
