package io.merkato.ordering;

import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Moves an order that was edited to where it stands now: how far it is paid, and how far it has left the house. */
@Component
class OrderSettlement {

    private static final String NEVER = "This order cannot be edited where it stands.";

    private final OrderChanges changes;

    OrderSettlement(OrderChanges changes) {
        this.changes = changes;
    }

    /** @param edited written */
    void settle(TenantContext tx, EditedOrder edited, Viewer viewer, @Nullable String reason) {
        Order order = edited.before();
        StatusEvent paid = payment(edited);
        if (paid != null) {
            changes.move(tx, order, StatusAxis.PAYMENT, paid, viewer, reason, NEVER);
            if (paid == StatusEvent.PAY) {
                changes.say(tx, OrderEvent.Type.ORDER_PAID, order.id());
            }
        }
        StatusEvent sent = fulfilment(edited);
        if (sent != null) {
            changes.move(tx, order, StatusAxis.FULFILMENT, sent, viewer, reason, NEVER);
        }
    }

    /** Money that went back before says so still, whatever is owed now. */
    private static @Nullable StatusEvent payment(EditedOrder edited) {
        boolean owes = edited.balance().minorUnits() > 0;
        return switch (edited.before().paymentStatus()) {
            case PENDING, PARTIALLY_PAID -> owes ? null : StatusEvent.PAY;
            case PAID ->
                !owes ? null : edited.before().held().minorUnits() == 0 ? StatusEvent.OWE_ALL : StatusEvent.OWE;
            case PARTIALLY_REFUNDED, REFUNDED, VOIDED -> null;
        };
    }

    private static @Nullable StatusEvent fulfilment(EditedOrder edited) {
        boolean waits = edited.lines().stream().anyMatch(line -> line.waiting() > 0);
        boolean back = edited.lines().stream()
                .allMatch(line -> line.after().quantity()
                        == (line.before() == null ? 0 : line.before().returned()));
        return switch (edited.before().fulfilmentStatus()) {
            case UNFULFILLED -> null;
            case PARTIALLY_FULFILLED -> waits ? null : StatusEvent.SHIP;
            case FULFILLED, RETURNED -> waits ? StatusEvent.ADD : null;
            case PARTIALLY_RETURNED -> back ? StatusEvent.RETURN : null;
        };
    }
}
