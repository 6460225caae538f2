package io.merkato.loyalty;

import io.merkato.ordering.OrderLine;
import java.util.List;

/**
 * What a rule gave for an order.
 *
 * @param kept what is left of it
 * @param shares for which goods; empty where it goes by what was paid alone
 */
record Bonus(LoyaltyEarnRule.Id rule, long points, long kept, List<Share> shares) {

    /** @param pieces those that there were */
    record Share(OrderLine.Id line, long pieces, long points) {}

    Bonus {
        shares = List.copyOf(shares);
    }

    Bonus keeping(long left) {
        return new Bonus(rule, points, left, shares);
    }
}
