package io.merkato.customer;

import io.merkato.tenancy.TenantContext;

/**
 * What a module does when a guest turns out to be a customer who signed in: what was the guest's becomes the customer's. One bean
 * per module that keeps things of customers; runs in the transaction of the merge, which holds both customers' rows locked.
 */
public interface GuestMerge {

    void merge(TenantContext tx, Customer.Id guest, Customer.Id customer);
}
