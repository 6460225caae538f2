package io.merkato.inventory;

/** Why staff change what is on hand; the schema's enum of the same name says it to callers. */
enum StockAdjustReason {
    RECEIVED,
    DAMAGED,
    LOST,
    RETURNED,
    CORRECTED;

    StockReason reason() {
        return StockReason.valueOf(name());
    }
}
