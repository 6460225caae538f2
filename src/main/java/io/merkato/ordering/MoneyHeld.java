package io.merkato.ordering;

import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.Set;

/** Tells of which orders money is held elsewhere that was not taken yet: it is let go of before they are cancelled. */
public interface MoneyHeld {

    /**
     * @param orders locked
     * @return those of them
     */
    Set<Order.Id> holding(TenantContext tx, Collection<Order.Id> orders);
}
