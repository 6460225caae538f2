package io.merkato.payment;

import io.merkato.api.Owned;
import io.merkato.api.TypeId;
import io.merkato.customer.Customer;
import io.merkato.money.Money;
import io.merkato.ordering.Order;
import io.merkato.store.Store;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Money that was to go back of an order, whatever became of its parts. */
public record OrderRefund(
        Id id,
        Order.Id orderId,
        Store.Id storeId,
        Customer.@Nullable Id customerId,
        OrderRefundTo to,
        Money amount,
        @Nullable String reason,
        Instant createdAt)
        implements Owned {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "order_refund";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    @Override
    public Customer.@Nullable Id owner() {
        return customerId;
    }

    @Override
    public Store.Id ownerStore() {
        return storeId;
    }
}
