package io.merkato.payment;

import io.merkato.ordering.MoneyHeld;
import io.merkato.ordering.Order;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;

/** What providers hold of orders. */
@Component
class PaymentHolds implements MoneyHeld {

    private final PaymentRepository payments;
    private final Clock clock;

    PaymentHolds(PaymentRepository payments, Clock clock) {
        this.payments = payments;
        this.clock = clock;
    }

    @Override
    public UnderWay underWay(TenantContext tx, Order order) {
        Instant now = clock.instant();
        return new UnderWay(
                payments.tried(tx, order, now).underWay(),
                payments.ofOrders(tx, List.of(order.id())).getOrDefault(order.id(), List.of()).stream()
                        .filter(payment -> payment.figures().pending().minorUnits() > 0
                                || payment.figures().capturing().minorUnits() > 0
                                || payment.isHolding() && !payment.hasExpired(now))
                        .map(payment -> payment.id().text())
                        .toList());
    }

    /** By {@link HoldRelease}, as providers are asked outside any transaction. */
    @Override
    public void letGo(TenantContext tx, Collection<Order.Id> orders) {
        payments.holdsAreDue(tx, orders, clock.instant());
    }
}
