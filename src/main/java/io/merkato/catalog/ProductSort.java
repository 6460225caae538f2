package io.merkato.catalog;

import io.merkato.api.SortDirection;
import org.jspecify.annotations.Nullable;

/**
 * The order of a list of products.
 *
 * @param attribute code of the attribute to sort by, with {@link Key#ATTRIBUTE} only
 */
record ProductSort(Key key, @Nullable String attribute, SortDirection direction) {

    static final ProductSort NEWEST = new ProductSort(Key.CREATED_AT, null, SortDirection.DESC);
    static final ProductSort BEST_MATCH = new ProductSort(Key.RELEVANCE, null, SortDirection.DESC);

    enum Key {
        RELEVANCE,
        NAME,
        PRICE,
        RATING,
        CREATED_AT,
        UPDATED_AT,
        POSITION,
        ATTRIBUTE
    }
}
