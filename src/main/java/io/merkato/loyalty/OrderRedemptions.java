package io.merkato.loyalty;

import io.merkato.money.Money;
import io.merkato.ordering.ChangedOrder;
import io.merkato.ordering.Order;
import io.merkato.ordering.Orders;
import io.merkato.tenancy.TenantContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * Keeps what points paid in step with orders: points that paid come back in proportion to what goes back of what they paid, and those that took something off
 * in proportion to what is left of that.
 */
@Component
class OrderRedemptions {

    private final Orders orders;
    private final RedemptionRepository redemptions;

    OrderRedemptions(Orders orders, RedemptionRepository redemptions) {
        this.orders = orders;
        this.redemptions = redemptions;
    }

    /** @param held the wallets of all who redeemed */
    void giveBack(
            TenantContext tx,
            List<ChangedOrder> changed,
            Map<Order.Id, List<Redemption>> redeemed,
            KeptOrders kept,
            Map<LoyaltyAccount.Id, Wallet> held) {
        if (redeemed.isEmpty()) {
            return;
        }
        List<Order.Id> discounted = redeemed.values().stream()
                .flatMap(List::stream)
                .filter(Redemption::discount)
                .map(Redemption::order)
                .distinct()
                .toList();
        Map<Order.Id, Money> off = discounted.isEmpty() ? Map.of() : orders.offByPoints(tx, discounted);
        var returned = new HashMap<LoyaltyMovement.Id, Long>();
        for (ChangedOrder each : changed) {
            Order order = each.after();
            List<Redemption> of = redeemed.getOrDefault(order.id(), List.of());
            Money none = Money.zero(order.currency());
            giveBack(of.stream().filter(it -> !it.discount()).toList(), kept.paidByPoints(order), held, returned);
            giveBack(
                    of.stream().filter(Redemption::discount).toList(),
                    standing(order, off.getOrDefault(order.id(), none)),
                    held,
                    returned);
        }
        redemptions.giveBack(tx, returned);
    }

    /** What points took off stands as far as the order is paid for, once money went back. */
    private static Money standing(Order order, Money off) {
        Money worth = KeptOrders.worth(order);
        Money paid = order.paid().minus(order.refunded());
        return order.refunded().minorUnits() == 0 || worth.minorUnits() <= 0 || paid.compareTo(worth) >= 0
                ? off
                : off.share(Math.max(0, paid.minorUnits()), worth.minorUnits());
    }

    /** @param left of what they were worth together; the rest goes back, and what went back before and is left again does not stay there */
    private static void giveBack(
            List<Redemption> redemptions,
            Money left,
            Map<LoyaltyAccount.Id, Wallet> held,
            Map<LoyaltyMovement.Id, Long> returned) {
        long back = redemptions.stream()
                        .mapToLong(each -> each.amount().minorUnits())
                        .sum()
                - left.minorUnits();
        for (Redemption redemption : redemptions) {
            long part = Math.min(back, redemption.amount().minorUnits());
            back -= part;
            long now = redemption.backOf(part);
            Wallet wallet = Objects.requireNonNull(held.get(redemption.account()));
            if (now > redemption.returned()) {
                wallet.giveBack(Taken.between(redemption.taken(), redemption.returned(), now), redemption.order());
                returned.put(redemption.id(), now);
            } else if (now < redemption.returned() && redemption.discount()) {
                wallet.spendAgain(redemption.returned() - now, redemption.order());
                returned.put(redemption.id(), now);
            }
        }
    }
}
