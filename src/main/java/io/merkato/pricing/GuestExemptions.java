package io.merkato.pricing;

import static io.merkato.jooq.pricing.Tables.TAX_EXEMPTION;

import io.merkato.customer.Customer;
import io.merkato.customer.GuestMerge;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import org.springframework.stereotype.Repository;

/** What a guest was exempt from, the customer is who they turn out to be; more of it than staff may give one customer, if need be. */
@Repository
class GuestExemptions implements GuestMerge {

    @Override
    public void merge(TenantContext tx, Customer.Id guest, Customer.Id customer) {
        tx.sql()
                .update(TAX_EXEMPTION)
                .set(TAX_EXEMPTION.CUSTOMER_ID, customer)
                .set(TAX_EXEMPTION.VERSION, TAX_EXEMPTION.VERSION.plus(1))
                .set(TAX_EXEMPTION.UPDATED_AT, Instant.now())
                .where(tx.owns(TAX_EXEMPTION))
                .and(TAX_EXEMPTION.CUSTOMER_ID.eq(guest))
                .execute();
    }
}
