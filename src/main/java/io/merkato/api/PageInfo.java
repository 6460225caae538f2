package io.merkato.api;

import org.jspecify.annotations.Nullable;

/** Where a page stands in its list. */
public record PageInfo(
        boolean hasNextPage,
        boolean hasPreviousPage,
        @Nullable Cursor startCursor,
        @Nullable Cursor endCursor) {}
