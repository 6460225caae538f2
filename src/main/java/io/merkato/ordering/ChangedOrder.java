package io.merkato.ordering;

import io.merkato.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * @param before null where there was none
 * @param confirmed how much a provider says by now came that staff alone had said was paid; null where none does
 */
public record ChangedOrder(
        @Nullable Order before, Order after, @Nullable Money confirmed) {

    ChangedOrder(@Nullable Order before, Order after) {
        this(before, after, null);
    }

    /** Whether nothing is left to be paid. */
    public boolean isPaid() {
        return after.status() != OrderStatus.CANCELLED && after.balance().minorUnits() <= 0;
    }

    /** Whether nothing is left to be paid by this, and something was before. */
    public boolean isPaidNow() {
        return isPaid() && (before == null || before.balance().minorUnits() > 0);
    }

    /** Whether anything changed that others go by; what was earned by an order outlives its customer. */
    boolean concerns() {
        if (after.customerId() == null && before == null) {
            return false;
        }
        return before == null || confirmed != null
                ? after.paid().minorUnits() > 0
                : !before.paid().equals(after.paid())
                        || !before.refunded().equals(after.refunded())
                        || !before.returned().equals(after.returned())
                        || !before.totals().equals(after.totals())
                        || before.status() != after.status()
                        || before.paymentStatus() != after.paymentStatus();
    }
}
