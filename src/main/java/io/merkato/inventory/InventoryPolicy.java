package io.merkato.inventory;

import java.time.Duration;

/** @param cartMinutes how long a cart keeps what was promised to it, where carts are promised anything */
public record InventoryPolicy(InventoryMode mode, int cartMinutes, int version) {

    static final InventoryPolicy NONE = new InventoryPolicy(InventoryMode.NONE, 15, 1);

    public Duration cartHold() {
        return Duration.ofMinutes(cartMinutes);
    }
}
