package io.merkato.ordering;

import io.merkato.money.Money;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;

/** Money that is held elsewhere for orders and was not taken yet. */
public interface MoneyHeld {

    /** Has it let go of soon, as the orders are called off. @param orders locked */
    void letGo(TenantContext tx, Collection<Order.Id> orders);

    /** What is asked for or held of the order, and may come in yet. @param order locked */
    Money underWay(TenantContext tx, Order order);
}
