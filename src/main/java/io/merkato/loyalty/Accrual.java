package io.merkato.loyalty;

import io.merkato.money.Money;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderLine;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What an order earned when it was paid in full, and what is left of that since things went back. Points by the rate are kept in proportion to the
 * money; those that rules gave for goods in proportion to the pieces that are left, and to how much of their worth is still paid with money.
 *
 * @param amount what was paid with money
 * @param total what the order came to then
 * @param base those of the points that rules did not give
 * @param onCredit whether store credit and gift cards were as good as money
 * @param bonuses what rules gave; those that are gone gave nothing
 */
record Accrual(
        Order.Id order,
        LoyaltyAccount.Id account,
        Money amount,
        Money total,
        long base,
        long points,
        long kept,
        Instant at,
        boolean onCredit,
        List<Bonus> bonuses) {

    /**
     * What is left of an order.
     *
     * @param paid with money
     * @param pieces by line
     */
    record Left(Money paid, Money total, Map<OrderLine.Id, Long> pieces) {}

    Accrual {
        bonuses = List.copyOf(bonuses);
    }

    boolean isForGoods() {
        return bonuses.stream().anyMatch(bonus -> !bonus.shares().isEmpty());
    }

    /** Never more than it was. */
    Accrual restated(Left left) {
        long whole = amount.minorUnits();
        long part = Math.min(whole, left.paid().minorUnits());
        List<Bonus> restated = bonuses.stream()
                .map(bonus -> bonus.keeping(
                        bonus.shares().isEmpty()
                                ? LoyaltyProgramme.share(bonus.points(), part, whole)
                                : bonus.shares().stream()
                                        .mapToLong(share -> kept(share, left))
                                        .sum()))
                .toList();
        return keeping(LoyaltyProgramme.share(base, part, whole), restated);
    }

    private Accrual keeping(long left, List<Bonus> restated) {
        long sum = left + restated.stream().mapToLong(Bonus::kept).sum();
        return new Accrual(order, account, amount, total, base, points, sum, at, onCredit, restated);
    }

    /** With these instead of its bonuses: as far as budgets go. */
    Accrual with(List<Bonus> granted) {
        return keeping(kept - bonuses.stream().mapToLong(Bonus::kept).sum(), granted);
    }

    private long kept(Bonus.Share share, Left left) {
        if (left.total().minorUnits() <= 0) {
            return 0;
        }
        BigInteger paid = product(left.paid().minorUnits(), total.minorUnits());
        BigInteger worth = product(left.total().minorUnits(), amount.minorUnits());
        long pieces = Math.min(share.pieces(), left.pieces().getOrDefault(share.line(), 0L));
        return product(share.points(), pieces)
                .multiply(paid.min(worth))
                .divide(worth.multiply(BigInteger.valueOf(share.pieces())))
                .longValueExact();
    }

    private static BigInteger product(long one, long other) {
        return BigInteger.valueOf(one).multiply(BigInteger.valueOf(other));
    }
}
