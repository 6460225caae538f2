package io.merkato.payment;

import static io.merkato.jooq.payment.Tables.ORDER_REFUND;
import static io.merkato.jooq.payment.Tables.PAYMENT_;

import io.merkato.customer.Customer;
import io.merkato.customer.GuestMerge;
import io.merkato.tenancy.TenantContext;
import org.springframework.stereotype.Component;

/** What a guest paid and got back is the customer's who they turn out to be. */
@Component
class PaymentMerge implements GuestMerge {

    @Override
    public void merge(TenantContext tx, Customer.Id guest, Customer.Id customer) {
        tx.sql()
                .update(PAYMENT_)
                .set(PAYMENT_.CUSTOMER_ID, customer)
                .where(tx.owns(PAYMENT_))
                .and(PAYMENT_.CUSTOMER_ID.eq(guest))
                .execute();
        tx.sql()
                .update(ORDER_REFUND)
                .set(ORDER_REFUND.CUSTOMER_ID, customer)
                .where(tx.owns(ORDER_REFUND))
                .and(ORDER_REFUND.CUSTOMER_ID.eq(guest))
                .execute();
    }
}
