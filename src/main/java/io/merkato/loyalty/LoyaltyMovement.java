package io.merkato.loyalty;

import io.merkato.api.Owned;
import io.merkato.api.TypeId;
import io.merkato.customer.Customer;
import io.merkato.ledger.AccountCode;
import io.merkato.ledger.TransferKind;
import io.merkato.money.Money;
import io.merkato.ordering.Order;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an account, never to be changed.
 *
 * @param pending how many more points wait, or fewer
 * @param available how many more can be used, or fewer
 * @param owed how many more are owed by the customer, or fewer
 * @param amount what the points were worth, at the rate of then
 */
public record LoyaltyMovement(
        Id id,
        LoyaltyAccount.Id accountId,
        Customer.@Nullable Id customerId,
        Kind kind,
        long pending,
        long available,
        long owed,
        Order.@Nullable Id orderId,
        @Nullable Money amount,
        @Nullable String reason,
        String actor,
        Instant occurredAt)
        implements Owned {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "loyalty_movement";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** What happened, with its kind in the book and the account on the other side. */
    public enum Kind {
        EARNED(TransferKind.POINTS_EARNED, AccountCode.POINTS_ISSUED),
        MATURED(TransferKind.POINTS_MATURED, AccountCode.POINTS_ISSUED),
        REDEEMED(TransferKind.POINTS_REDEEMED, AccountCode.POINTS_REDEEMED),
        RETURNED(TransferKind.POINTS_RETURNED, AccountCode.POINTS_REDEEMED),
        CONVERTED(TransferKind.POINTS_CONVERTED, AccountCode.POINTS_REDEEMED),
        EXPIRED(TransferKind.POINTS_EXPIRED, AccountCode.POINTS_EXPIRED),
        REVERSED(TransferKind.POINTS_REVERSED, AccountCode.POINTS_ISSUED),
        REPAID(TransferKind.POINTS_REPAID, AccountCode.POINTS_ISSUED),
        ADJUSTED(TransferKind.POINTS_ADJUSTED, AccountCode.POINTS_ISSUED),
        MERGED(TransferKind.POINTS_MERGED, AccountCode.POINTS_ISSUED),
        REFERRED(TransferKind.POINTS_REFERRED, AccountCode.POINTS_ISSUED),
        REFERRAL_REVERSED(TransferKind.POINTS_REFERRAL_REVERSED, AccountCode.POINTS_ISSUED);

        final TransferKind transfer;
        final AccountCode other;

        Kind(TransferKind transfer, AccountCode other) {
            this.transfer = transfer;
            this.other = other;
        }
    }

    @Override
    public Customer.@Nullable Id owner() {
        return customerId;
    }
}
