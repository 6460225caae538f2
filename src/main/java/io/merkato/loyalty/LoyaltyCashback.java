package io.merkato.loyalty;

import io.merkato.api.Owned;
import io.merkato.api.TypeId;
import io.merkato.customer.Customer;
import io.merkato.ledger.TransferKind;
import io.merkato.money.Money;
import io.merkato.ordering.Order;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to the cashback of an order, never to be changed.
 *
 * @param pending how much more waits, or less
 * @param credited how much more store credit there is of it, or less
 * @param owed how much more the customer owes, or less
 * @param maturesAt when what the order earned becomes store credit
 */
public record LoyaltyCashback(
        Id id,
        LoyaltyAccount.Id accountId,
        Customer.@Nullable Id customerId,
        Order.Id orderId,
        Kind kind,
        Money pending,
        Money credited,
        Money owed,
        Instant maturesAt,
        Instant occurredAt)
        implements Owned {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "loyalty_cashback";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** What happened, with its kind in the book. */
    public enum Kind {
        GRANTED(TransferKind.CASHBACK_GRANTED),
        MATURED(TransferKind.CASHBACK_MATURED),
        REVERSED(TransferKind.CASHBACK_REVERSED),
        COLLECTED(TransferKind.CASHBACK_COLLECTED);

        final TransferKind transfer;

        Kind(TransferKind transfer) {
            this.transfer = transfer;
        }
    }

    @Override
    public Customer.@Nullable Id owner() {
        return customerId;
    }
}
