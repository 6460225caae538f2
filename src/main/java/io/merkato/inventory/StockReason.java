package io.merkato.inventory;

/** Why stock moved; the schema's enum of the same name says it to callers. */
public enum StockReason {
    RECEIVED,
    COUNTED,
    DAMAGED,
    LOST,
    RETURNED,
    TRANSFERRED,
    CORRECTED,
    RESERVED,
    RELEASED,
    EXPIRED,
    SHIPPED
}
