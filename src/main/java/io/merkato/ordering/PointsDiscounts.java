package io.merkato.ordering;

import io.merkato.api.Viewer;
import io.merkato.money.Money;
import io.merkato.tenancy.TenantContext;
import org.jspecify.annotations.Nullable;

/** What customers' points take off. The module that keeps points is the one bean. */
public interface PointsDiscounts {

    /**
     * @param points how many of those wanted take something off; 0 where none do
     * @param amount what they are worth
     * @param problem why none do, in words; null where some do
     */
    record Offer(long points, Money amount, @Nullable String problem) {

        public static Offer none(Money zero, String problem) {
            return new Offer(0, zero, problem);
        }
    }

    /** What the points that a cart wants to use take off now. Nothing is written. @param most no more than this */
    Offer offer(TenantContext tenant, Cart cart, Money most);

    /**
     * Spends them for the order that the cart became, in the transaction that placed it.
     *
     * @return whether there were as many
     */
    boolean spend(TenantContext tx, Cart cart, Order.Id order, Offer offer, Viewer viewer);
}
