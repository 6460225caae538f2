package io.merkato.payment;

import io.merkato.money.Money;
import io.merkato.ordering.MoneyHeld;
import io.merkato.ordering.Order;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.Collection;
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

    /** By {@link HoldRelease}, as providers are asked outside any transaction. */
    @Override
    public void letGo(TenantContext tx, Collection<Order.Id> orders) {
        payments.holdsAreDue(tx, orders, clock.instant());
    }

    @Override
    public Money underWay(TenantContext tx, Order order) {
        return payments.underWay(tx, order, clock.instant());
    }
}
