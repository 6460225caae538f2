package io.merkato.ordering;

/** Where a cart stands. */
public enum CartStatus {
    OPEN,
    COMPLETED,
    MERGED,
    EXPIRED
}
