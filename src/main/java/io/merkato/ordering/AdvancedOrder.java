package io.merkato.ordering;

import io.merkato.inventory.StockShortfall;
import java.util.List;

/** What came of an order's progress. */
public sealed interface AdvancedOrder {

    /**
     * @param changes whether anything of the order is different now; not where all of it had happened here already
     * @param shortfalls of its goods, where stock did not have as many
     */
    record Done(boolean changes, List<StockShortfall> shortfalls) implements AdvancedOrder {}

    /** Something else happened here, and nothing of it was written. */
    record Blocked(StatusAxis axis, String message) implements AdvancedOrder {}
}
