package io.merkato.payment;

import io.merkato.ordering.MoneyHeld;
import io.merkato.ordering.Order;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What providers hold of orders. */
@Component
class PaymentHolds implements MoneyHeld {

    private final PaymentRepository payments;

    PaymentHolds(PaymentRepository payments) {
        this.payments = payments;
    }

    @Override
    public Set<Order.Id> holding(TenantContext tx, Collection<Order.Id> orders) {
        return payments.holding(tx, orders);
    }
}
