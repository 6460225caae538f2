package io.merkato.catalog;

import org.jspecify.annotations.Nullable;

/** The places of things in their order, the smallest first. */
final class Place {

    private Place() {}

    /** @param last the greatest there is; null where there is none */
    static int behind(@Nullable Integer last) {
        return last == null ? 0 : Math.max(last, last + 1);
    }
}
