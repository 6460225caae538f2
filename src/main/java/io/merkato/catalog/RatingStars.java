package io.merkato.catalog;

/** How many reviews gave a number of stars. */
record RatingStars(int stars, int count) {}
