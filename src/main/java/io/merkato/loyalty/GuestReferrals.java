package io.merkato.loyalty;

import static io.merkato.jooq.loyalty.Tables.REFERRAL;

import io.merkato.customer.Customer;
import io.merkato.customer.GuestMerge;
import io.merkato.ordering.Orders;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Who turns out to have paid as a guest was not new, and is rewarded for no invitation. Guests themselves neither invite nor are invited. */
@Component
@Order(-1)
class GuestReferrals implements GuestMerge {

    private final Orders orders;

    GuestReferrals(Orders orders) {
        this.orders = orders;
    }

    /** Comes before the guest's orders are the customer's. */
    @Override
    public void merge(TenantContext tx, Customer.Id guest, Customer.Id customer) {
        orders.holdOf(tx, guest);
        if (orders.havePaid(tx, List.of(guest)).isEmpty()) {
            return;
        }
        tx.sql()
                .update(REFERRAL)
                .set(REFERRAL.STATUS, LoyaltyReferral.Status.VOID)
                .where(tx.owns(REFERRAL))
                .and(REFERRAL.INVITEE_ID.eq(customer))
                .and(REFERRAL.STATUS.eq(LoyaltyReferral.Status.ACCEPTED))
                .execute();
    }
}
