package io.merkato.customer;

import io.merkato.tenancy.TenantContext;
import java.util.Collection;

/**
 * What a module does before customers are gone for good, with what names them and is not theirs: all else that it keeps of them goes along. One
 * bean per module; runs in the transaction that is about to delete them and holds their rows, so that nothing new can name them meanwhile.
 */
public interface CustomerEnd {

    void end(TenantContext tx, Collection<Customer.Id> customers);
}
