package io.merkato.inventory;

/** How a tenant keeps stock; the schema's enum of the same name says it to callers. */
public enum InventoryMode {
    NONE,
    TRACK,
    RESERVE_ON_ORDER,
    RESERVE_ON_CART;

    /** Whether nothing is sold that is not there. */
    public boolean reserves() {
        return this == RESERVE_ON_ORDER || this == RESERVE_ON_CART;
    }
}
