package io.merkato.loyalty;

import static io.merkato.loyalty.LoyaltyProgramme.share;

import io.merkato.catalog.Category;
import io.merkato.catalog.Product;
import io.merkato.money.Money;
import io.merkato.ordering.BoughtGoods;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an order earns.
 *
 * @param base by the rate and the tier
 * @param bonuses more than that by each rule, as far as its budget goes
 */
record Earning(long base, Map<LoyaltyEarnRule.Id, Long> bonuses) {

    private static final long MOST = 1_000_000_000_000_000L;
    private static final long MOST_PIECES = 1_000_000;

    /**
     * @param paid what was paid with money
     * @param total what the order comes to
     * @param left what budgets leave; rules without one are not among it
     */
    static Earning of(
            LoyaltyProgramme.Rate rate,
            Optional<LoyaltyProgramme.Tier> tier,
            List<LoyaltyEarnRule> rules,
            Map<LoyaltyEarnRule.Id, Long> left,
            Money paid,
            Money total,
            List<BoughtGoods> goods,
            Map<Product.Id, Set<Category.Id>> categories) {
        long plain = rate.earned(paid);
        var bonuses = new LinkedHashMap<LoyaltyEarnRule.Id, Long>();
        for (LoyaltyEarnRule rule : rules) {
            List<BoughtGoods> matching = goods.stream()
                    .filter(line -> matches(rule, line, categories))
                    .toList();
            long points;
            if (rule.perPiece() != null) {
                points = rule.perPiece()
                        * Math.min(
                                MOST_PIECES,
                                matching.stream()
                                        .mapToLong(BoughtGoods::quantity)
                                        .sum());
            } else {
                Money of = rule.isForEverything() ? paid : part(matching, paid, total);
                points = share(
                        rate.earned(of),
                        (rule.multiplier() == null ? LoyaltyProgramme.Tier.ONCE : rule.multiplier())
                                - LoyaltyProgramme.Tier.ONCE,
                        LoyaltyProgramme.Tier.ONCE);
            }
            long given = Math.min(points, left.getOrDefault(rule.id(), Long.MAX_VALUE));
            if (given > 0) {
                bonuses.put(rule.id(), given);
            }
        }
        return new Earning(tier.map(each -> each.of(plain)).orElse(plain), bonuses);
    }

    /** Of what was paid, the share of these lines. */
    private static Money part(List<BoughtGoods> lines, Money paid, Money total) {
        long amount =
                lines.stream().mapToLong(line -> line.total().minorUnits()).sum();
        return total.minorUnits() == 0
                ? paid
                : new Money(share(paid.minorUnits(), amount, total.minorUnits()), paid.currency());
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
        return Math.min(
                MOST,
                base + bonuses.values().stream().mapToLong(Long::longValue).sum());
    }
}
