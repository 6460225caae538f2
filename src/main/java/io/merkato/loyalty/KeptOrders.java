package io.merkato.loyalty;

import io.merkato.money.Money;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderStatus;
import io.merkato.ordering.OtherMeans;
import java.util.Map;

/**
 * What customers kept of orders and paid for with money.
 *
 * @param otherwise what the orders hold of what was not paid with money
 */
record KeptOrders(Map<Order.Id, OtherMeans> otherwise) {

    /** What an order comes to without what came back. */
    static Money worth(Order order) {
        return order.totals().total().minus(order.returned());
    }

    /** What customers kept of it and paid for with money alone. */
    Money byMoney(Order order) {
        return without(order, means(order).all());
    }

    /** Store credit and gift cards being as good as money. */
    Money byMoneyOrCredit(Order order) {
        return without(order, means(order).points());
    }

    private static Money without(Order order, Money otherMeans) {
        if (order.status() == OrderStatus.CANCELLED) {
            return Money.zero(order.currency());
        }
        Money worth = worth(order);
        Money paid = order.paid().minus(order.refunded()).minus(otherMeans);
        Money kept = worth.compareTo(paid) < 0 ? worth : paid;
        return kept.minorUnits() < 0 ? Money.zero(order.currency()) : kept;
    }

    Money paidByPoints(Order order) {
        return means(order).points();
    }

    private OtherMeans means(Order order) {
        return otherwise.getOrDefault(order.id(), OtherMeans.none(order.currency()));
    }
}
