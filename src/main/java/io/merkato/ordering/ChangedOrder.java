package io.merkato.ordering;

import org.jspecify.annotations.Nullable;

/** @param before null where there was none */
public record ChangedOrder(@Nullable Order before, Order after) {

    /** Whether nothing is left to be paid by this, and something was before. */
    public boolean isPaidNow() {
        return after.status() != OrderStatus.CANCELLED
                && after.balance().minorUnits() <= 0
                && (before == null || before.balance().minorUnits() > 0);
    }

    /** Whether anything changed that others go by. */
    boolean concerns() {
        if (after.customerId() == null) {
            return false;
        }
        return before == null
                ? after.paid().minorUnits() > 0
                : !before.paid().equals(after.paid())
                        || !before.refunded().equals(after.refunded())
                        || !before.returned().equals(after.returned())
                        || !before.totals().equals(after.totals())
                        || before.status() != after.status()
                        || before.paymentStatus() != after.paymentStatus();
    }
}
