package io.merkato.ordering;

import io.merkato.inventory.Location;
import io.merkato.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An order that was made elsewhere, at a till or in another shop, with what became of it there. Nothing of it is refused, and nothing is decided anew.
 *
 * @param order with its source
 * @param digest of all that the source said of it, to tell the same again from something else
 * @param payments in their order, together no more than the total; of a cancelled order they went back by the same ways
 * @param sentAt when all of it was sent or handed over; null where that is still to be done
 * @param deliveredAt when all of it arrived; null where nobody said so
 * @param from the one place that goods come from; null for any
 */
public record PastOrder(
        NewOrder order,
        String digest,
        List<Payment> payments,
        @Nullable Instant sentAt,
        @Nullable Instant deliveredAt,
        @Nullable Cancellation cancellation,
        Location.@Nullable Id from) {

    public record Payment(
            OrderPaymentMethod method,
            Money amount,
            @Nullable String reference,
            Instant at) {}

    public record Cancellation(Instant at, @Nullable String reason) {}

    /** One step on the way along an axis; the first leads from nowhere. */
    record Step(
            Order.Id order,
            StatusAxis axis,
            int number,
            String from,
            StatusEvent event,
            String to,
            @Nullable String reason,
            Instant at) {}

    // Written out: of a compact one, a nullable id of another class would not be known to be that.
    public PastOrder(
            NewOrder order,
            String digest,
            List<Payment> payments,
            @Nullable Instant sentAt,
            @Nullable Instant deliveredAt,
            @Nullable Cancellation cancellation,
            Location.@Nullable Id from) {
        if (sum(order, payments).compareTo(order.totals().total()) > 0) {
            throw new IllegalArgumentException("More was paid than it came to");
        }
        if (cancellation != null && sentAt != null || deliveredAt != null && sentAt == null) {
            throw new IllegalArgumentException("What is cancelled was not sent, and what arrived was");
        }
        this.order = order;
        this.digest = digest;
        this.payments = List.copyOf(payments);
        this.sentAt = sentAt;
        this.deliveredAt = deliveredAt;
        this.cancellation = cancellation;
        this.from = from;
    }

    /** One that nothing has become of yet. */
    static PastOrder placedNow(NewOrder order) {
        return new PastOrder(order, "", List.of(), null, null, null, null);
    }

    private static Money sum(NewOrder order, List<Payment> payments) {
        return Money.sum(
                order.currency(), payments.stream().map(Payment::amount).toList());
    }

    Order.Id id() {
        return order.id();
    }

    /** @throws IllegalArgumentException where it was made nowhere */
    Order.Source source() {
        if (order.source() == null) {
            throw new IllegalArgumentException("It was made nowhere");
        }
        return order.source();
    }

    Money paid() {
        return sum(order, payments);
    }

    boolean isPaid() {
        return paid().equals(order.totals().total());
    }

    Money refunded() {
        return cancellation == null ? Money.zero(order.currency()) : paid();
    }

    boolean isCompleted() {
        return sentAt != null && isPaid();
    }

    Step last(StatusAxis axis) {
        return steps().stream()
                .filter(step -> step.axis() == axis)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    List<Step> steps() {
        var way = new Way();
        Instant at = order.placedAt();
        way.go(StatusAxis.ORDER, StatusEvent.PLACE, OrderStatus.OPEN, at);
        boolean free = order.totals().total().minorUnits() == 0;
        way.go(
                StatusAxis.PAYMENT,
                free ? StatusEvent.PAY : StatusEvent.PLACE,
                free ? PaymentStatus.PAID : PaymentStatus.PENDING,
                at);
        way.go(StatusAxis.FULFILMENT, StatusEvent.PLACE, FulfilmentStatus.UNFULFILLED, at);
        for (int i = 0; i < payments.size(); i++) {
            boolean all = i == payments.size() - 1 && isPaid();
            way.go(
                    StatusAxis.PAYMENT,
                    all ? StatusEvent.PAY : StatusEvent.PAY_PART,
                    all ? PaymentStatus.PAID : PaymentStatus.PARTIALLY_PAID,
                    payments.get(i).at());
        }
        if (sentAt != null) {
            way.go(StatusAxis.FULFILMENT, StatusEvent.SHIP, FulfilmentStatus.FULFILLED, sentAt);
        }
        if (isCompleted()) {
            way.go(StatusAxis.ORDER, StatusEvent.COMPLETE, OrderStatus.COMPLETED, Objects.requireNonNull(sentAt));
        }
        if (cancellation != null) {
            cancel(way, cancellation, free);
        }
        return way.steps;
    }

    private void cancel(Way way, Cancellation cancelled, boolean free) {
        way.reason = cancelled.reason();
        way.go(StatusAxis.ORDER, StatusEvent.CANCEL, OrderStatus.CANCELLED, cancelled.at());
        way.reason = null;
        for (int i = 0; i < payments.size(); i++) {
            boolean all = i == payments.size() - 1;
            way.go(
                    StatusAxis.PAYMENT,
                    all ? StatusEvent.REFUND : StatusEvent.REFUND_PART,
                    all ? PaymentStatus.REFUNDED : PaymentStatus.PARTIALLY_REFUNDED,
                    cancelled.at());
        }
        if (payments.isEmpty() && !free) {
            way.go(StatusAxis.PAYMENT, StatusEvent.VOID, PaymentStatus.VOIDED, cancelled.at());
        }
    }

    private final class Way {
        private final List<Step> steps = new ArrayList<>();
        private final Map<StatusAxis, Step> last = new EnumMap<>(StatusAxis.class);
        private @Nullable String reason;

        void go(StatusAxis axis, StatusEvent event, Enum<?> to, Instant at) {
            Step before = last.get(axis);
            var step = new Step(
                    order.id(),
                    axis,
                    before == null ? 0 : before.number() + 1,
                    before == null ? "NONE" : before.to(),
                    event,
                    to.name(),
                    reason,
                    at);
            last.put(axis, step);
            steps.add(step);
        }
    }
}
