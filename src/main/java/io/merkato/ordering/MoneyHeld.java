package io.merkato.ordering;

import io.merkato.money.Money;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.List;

/** Money of orders that is under way elsewhere: held and not taken yet, or asked for. */
public interface MoneyHeld {

    /** @param payments the ids, as the API writes them, of what it is */
    record UnderWay(Money amount, List<String> payments) {}

    /** What is asked for or held of the order, and may come in yet. @param order locked */
    UnderWay underWay(TenantContext tx, Order order);

    /** Has it let go of soon, as the orders are called off. @param orders locked */
    void letGo(TenantContext tx, Collection<Order.Id> orders);
}
