package io.merkato.storecredit;

import io.merkato.api.TypeId;
import io.merkato.customer.Customer;
import io.merkato.money.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was done with a customer's store credit but to pay orders, never to be changed.
 *
 * @param customerId whose it was; null of whoever is forgotten
 * @param amount below 0 where it was taken
 * @param reason why staff did it
 * @param giftCardId what was redeemed
 */
public record StoreCreditChange(
        Id id,
        Customer.@Nullable Id customerId,
        Kind kind,
        Money amount,
        @Nullable String reason,
        GiftCard.@Nullable Id giftCardId,
        String actor,
        Instant changedAt) {

    public enum Kind {
        ADJUSTED,
        REDEEMED
    }

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "store_credit_change";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
