package io.merkato.ordering;

/** Whether an order stands. */
public enum OrderStatus {
    OPEN,
    COMPLETED,
    CANCELLED
}
