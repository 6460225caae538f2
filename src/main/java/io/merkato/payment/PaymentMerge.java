package io.merkato.payment;

import static io.merkato.jooq.payment.Tables.PAYMENT_;

import io.merkato.customer.Customer;
import io.merkato.customer.GuestMerge;
import io.merkato.tenancy.TenantContext;
import org.springframework.stereotype.Component;

/** What a guest paid is the customer's who they turn out to be. */
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
    }
}
