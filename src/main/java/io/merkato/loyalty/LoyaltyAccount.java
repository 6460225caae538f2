package io.merkato.loyalty;

import io.merkato.api.Owned;
import io.merkato.api.TypeId;
import io.merkato.customer.Customer;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A customer's points in a programme. What there is of them the ledger says.
 *
 * @param customerId null where the customer is gone for good
 * @param referralCode what the customer shares with friends; null until they asked for one, and since they withdrew it
 */
public record LoyaltyAccount(
        Id id,
        LoyaltyProgramme.Id programmeId,
        Customer.@Nullable Id customerId,
        Instant openedAt,
        @Nullable String referralCode,
        @Nullable Instant referralCodeExpiresAt)
        implements Owned {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "loyalty_account";
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
}
