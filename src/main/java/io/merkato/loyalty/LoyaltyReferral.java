package io.merkato.loyalty;

import io.merkato.api.Owned;
import io.merkato.api.TypeId;
import io.merkato.customer.Customer;
import io.merkato.money.MinorUnits;
import io.merkato.ordering.Order;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An invitation, or somebody who came by a shared code.
 *
 * @param accountId the inviter's
 * @param inviterId null where the inviter is gone for good
 * @param code null where the inviter's own was used
 * @param inviteeId null before it is accepted, and where the invitee is gone for good; their account stays
 * @param minimum what has to be kept of its order; null before there is one
 * @param inviterPoints what the inviter gets, as it was when it was accepted; null before
 */
public record LoyaltyReferral(
        Id id,
        LoyaltyAccount.Id accountId,
        LoyaltyProgramme.Id programmeId,
        Customer.@Nullable Id inviterId,
        Status stored,
        @Nullable String code,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String name,
        Instant invitedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant acceptedAt,
        Customer.@Nullable Id inviteeId,
        LoyaltyAccount.@Nullable Id inviteeAccountId,
        @Nullable Long inviterPoints,
        @Nullable Long inviteePoints,
        Order.@Nullable Id orderId,
        @Nullable MinorUnits minimum,
        @Nullable Instant rewardedAt)
        implements Owned {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "loyalty_referral";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** {@code EXPIRED} is not stored. */
    public enum Status {
        INVITED,
        EXPIRED,
        ACCEPTED,
        REWARDED,
        REVERSED,
        VOID
    }

    Status status(Instant now) {
        return stored == Status.INVITED && expiresAt != null && !expiresAt.isAfter(now) ? Status.EXPIRED : stored;
    }

    @Override
    public Customer.@Nullable Id owner() {
        return inviterId;
    }

    /** Says nothing about whom it was sent to: a log has no business with it. */
    @Override
    public String toString() {
        return "LoyaltyReferral[" + id + "]";
    }
}
