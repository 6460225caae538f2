package io.merkato.loyalty;

import static io.merkato.loyalty.LoyaltyProgramme.share;

import io.merkato.catalog.Category;
import io.merkato.catalog.Product;
import io.merkato.money.Money;
import io.merkato.ordering.BoughtGoods;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * What an order earns.
 *
 * @param base by the rate and the tier
 * @param bonuses more than that by each rule, as far as its budget goes
 */
record Earning(long base, List<Bonus> bonuses) {

    private static final long MOST = 1_000_000_000_000_000L;
    private static final long MOST_PIECES = 1_000_000;

    /**
     * @param rules those that hold for the order
     * @param paid what was paid with money
     * @param total what the order comes to
     */
    static Earning of(
            LoyaltyProgramme.Rate rate,
            Optional<LoyaltyProgramme.Tier> tier,
            List<LoyaltyEarnRule> rules,
            Budgets budgets,
            Money paid,
            Money total,
            List<BoughtGoods> goods,
            Map<Product.Id, Set<Category.Id>> categories) {
        long plain = rate.earned(paid);
        long base = tier.map(each -> each.of(plain)).orElse(plain);
        long sum = base;
        var bonuses = new ArrayList<Bonus>();
        for (LoyaltyEarnRule rule : rules) {
            List<BoughtGoods> matching = goods.stream()
                    .filter(line -> matches(rule, line, categories))
                    .toList();
            long points = budgets.give(rule.id(), Math.min(MOST - sum, points(rule, rate, paid, total, matching)));
            if (points > 0) {
                sum += points;
                bonuses.add(new Bonus(rule.id(), points, points, shares(rule, points, matching)));
            }
        }
        return new Earning(base, bonuses);
    }

    private static long points(
            LoyaltyEarnRule rule, LoyaltyProgramme.Rate rate, Money paid, Money total, List<BoughtGoods> matching) {
        if (rule.perPiece() != null) {
            long pieces = Math.min(MOST_PIECES, sum(matching, BoughtGoods::quantity));
            return ofPaid(rule.perPiece() * pieces, paid, total);
        }
        Money of = rule.isForEverything()
                ? paid
                : new Money(ofPaid(sum(matching, line -> line.total().minorUnits()), paid, total), paid.currency());
        return share(
                rate.earned(of),
                (rule.multiplier() == null ? LoyaltyProgramme.Tier.ONCE : rule.multiplier())
                        - LoyaltyProgramme.Tier.ONCE,
                LoyaltyProgramme.Tier.ONCE);
    }

    private static long sum(List<BoughtGoods> lines, ToLongFunction<BoughtGoods> of) {
        return lines.stream().mapToLong(of).sum();
    }

    /** As much of it as of the order was paid with money. */
    private static long ofPaid(long number, Money paid, Money total) {
        return total.minorUnits() <= 0 ? number : share(number, paid.minorUnits(), total.minorUnits());
    }

    /** Splits them over the lines, to the last point, by what the rule goes by. */
    private static List<Bonus.Share> shares(LoyaltyEarnRule rule, long points, List<BoughtGoods> matching) {
        if (rule.isForEverything() && rule.perPiece() == null) {
            return List.of();
        }
        ToLongFunction<BoughtGoods> weight = rule.perPiece() != null
                ? BoughtGoods::quantity
                : line -> line.total().minorUnits();
        long whole = sum(matching, weight);
        long before = 0;
        var shares = new ArrayList<Bonus.Share>();
        for (BoughtGoods line : matching) {
            long after = before + weight.applyAsLong(line);
            long part = share(points, after, whole) - share(points, before, whole);
            if (part > 0) {
                shares.add(new Bonus.Share(line.line(), line.quantity(), part));
            }
            before = after;
        }
        return shares;
    }

    private static boolean matches(
            LoyaltyEarnRule rule, BoughtGoods line, Map<Product.Id, Set<Category.Id>> categories) {
        if (rule.isForEverything()) {
            return true;
        }
        Product.Id product = line.productId();
        return product != null
                && (product.equals(rule.productId())
                        || rule.categoryId() != null
                                && categories.getOrDefault(product, Set.of()).contains(rule.categoryId()));
    }

    long points() {
        return base + bonuses.stream().mapToLong(Bonus::points).sum();
    }
}
