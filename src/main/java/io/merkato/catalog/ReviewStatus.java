package io.merkato.catalog;

/** Where a review stands; only an approved one is shown and counted. */
public enum ReviewStatus {
    PENDING,
    APPROVED,
    REJECTED
}
