package io.merkato.store;

/** Where a sale happens. */
public enum SalesChannel {
    /** Web and mobile storefronts. */
    ONLINE,
    /** A till in a shop. */
    POS,
    /** A marketplace or another system that hands over its orders. */
    EXTERNAL
}
