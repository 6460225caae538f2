package io.merkato.ordering;

import io.merkato.inventory.StockShortfall;
import java.util.List;

/** What came of an order's progress. */
public sealed interface AdvancedOrder {

    /** @param shortfalls of its goods, where stock did not have as many */
    record Done(List<StockShortfall> shortfalls) implements AdvancedOrder {}

    /** Something else happened here, and nothing of it was written. */
    record Blocked(StatusAxis axis, String message) implements AdvancedOrder {}
}
