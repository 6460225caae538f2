package io.merkato.ordering;

/** The three things that happen to an order. */
public enum StatusAxis {
    ORDER,
    PAYMENT,
    FULFILMENT
}
