package io.merkato.shipping;

/** What the price of a shipping method goes by. */
public enum ShippingMethodKind {
    FLAT,
    BY_WEIGHT,
    BY_TOTAL,
    PICKUP;

    boolean hasBands() {
        return this == BY_WEIGHT || this == BY_TOTAL;
    }
}
