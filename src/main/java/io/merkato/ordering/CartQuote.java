package io.merkato.ordering;

import io.merkato.money.Money;
import io.merkato.promotion.Coupon;
import io.merkato.promotion.CouponDiscount;
import io.merkato.promotion.CouponRefusal;
import io.merkato.promotion.Coupons;
import io.merkato.shipping.ShippingQuote;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a cart comes to as of now, and what stands in its way.
 *
 * @param shippingQuotes what can be chosen, in the tenant's order
 * @param shippingQuote what was chosen; null where that is nothing, or not offered
 * @param couponDiscounts what those coupons that apply take off
 * @param points what points take off; null where none are to
 */
record CartQuote(
        Cart cart,
        boolean pricesIncludeTax,
        List<QuotedLine> lines,
        List<ShippingQuote> shippingQuotes,
        @Nullable ShippingQuote shippingQuote,
        LineAmounts shipping,
        OrderLine.@Nullable Tax shippingTax,
        List<CouponDiscount> couponDiscounts,
        PointsDiscounts.@Nullable Offer points,
        List<CartProblem> problems) {

    Totals totals() {
        return Totals.of(
                cart.currency(), lines.stream().map(QuotedLine::amounts).toList(), shipping);
    }

    long loyaltyPointsUsed() {
        return points == null ? 0 : points.points();
    }

    /** By code. */
    List<Discount> discounts() {
        var sums = new TreeMap<String, Money>();
        all().flatMap(amounts -> amounts.discounts().stream())
                .forEach(discount -> sums.merge(discount.code(), discount.amount(), Money::plus));
        return sums.entrySet().stream()
                .map(sum -> new Discount(sum.getKey(), sum.getValue()))
                .toList();
    }

    /** By the codes that the customer entered. */
    Map<String, CouponRefusal> codesOf(Map<Coupon.Id, CouponRefusal> refusals) {
        var byCode = new TreeMap<String, CouponRefusal>();
        couponDiscounts.forEach(discount -> {
            CouponRefusal why = refusals.get(discount.couponId());
            if (why != null) {
                byCode.put(discount.code(), why);
            }
        });
        return byCode;
    }

    /** What {@link Coupons#redeem} takes: what takes nothing off is not used up. */
    Map<Coupon.Id, Money> coupons() {
        return couponDiscounts.stream()
                .filter(discount -> discount.total().minorUnits() > 0)
                .collect(Collectors.toMap(CouponDiscount::couponId, CouponDiscount::total));
    }

    /** As they are once the customer has seen the prices. */
    List<CartLine> seenLines() {
        return lines.stream()
                .map(line -> line.line().seenPrice() == null ? line.line().seenAt(line.unitPrice()) : line.line())
                .toList();
    }

    /** Else what is promised to it since may have ended that. */
    boolean lacksNothing() {
        return problems.stream().noneMatch(problem -> problem.code() == CartProblem.Code.OUT_OF_STOCK);
    }

    List<CartProblem> blocking() {
        return problems.stream().filter(CartProblem::blocking).toList();
    }

    private Stream<LineAmounts> all() {
        return Stream.concat(lines.stream().map(QuotedLine::amounts), Stream.of(shipping));
    }
}
