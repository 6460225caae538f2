package io.merkato.inventory;

import io.merkato.api.Permission;
import io.merkato.api.TypeId;
import io.merkato.catalog.ProductVariant;
import io.merkato.platform.Event;
import io.merkato.platform.EventType;
import java.util.Map;

/** At a place there are no more of a variant than its staff wanted to hear of. */
record StockLow(ProductVariant.Id variant, Location.Id location, long available, long lowAt) implements Event {

    static final EventType TYPE = new EventType("STOCK_LOW", "ProductVariant", Permission.INVENTORY_READ);

    @Override
    public String type() {
        return TYPE.name();
    }

    @Override
    public TypeId aggregate() {
        return variant;
    }

    @Override
    public Map<String, Object> data() {
        return Map.of("locationId", location.text(), "available", available, "lowAt", lowAt);
    }
}
