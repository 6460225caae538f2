package io.merkato.ordering;

/** How far an order has left the house. */
public enum FulfilmentStatus {
    UNFULFILLED,
    PARTIALLY_FULFILLED,
    FULFILLED,
    PARTIALLY_RETURNED,
    RETURNED
}
