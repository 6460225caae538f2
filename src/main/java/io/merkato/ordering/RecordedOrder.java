package io.merkato.ordering;

import io.merkato.inventory.StockShortfall;
import java.util.List;

/** What became of an order that was made elsewhere. */
public sealed interface RecordedOrder {

    Order.Id id();

    /** @param shortfalls of its goods, where stock did not have as many */
    record Done(Order.Id id, List<StockShortfall> shortfalls) implements RecordedOrder {}

    /**
     * There is one by this source and reference.
     *
     * @param digest of what the source said of it then
     */
    record Known(Order.Id id, String digest) implements RecordedOrder {}
}
