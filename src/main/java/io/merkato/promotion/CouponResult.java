package io.merkato.promotion;

import io.merkato.money.Money;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the coupons of a cart come to.
 *
 * @param discounts in the order in which they were reckoned, each of what those before it left
 * @param refusals by code
 * @param lineDiscounts what all take off each line, by its index; never more than the line
 * @param shippingDiscount never more than shipping costs
 */
public record CouponResult(
        List<CouponDiscount> discounts,
        Map<String, CouponRefusal> refusals,
        Map<Integer, Money> lineDiscounts,
        Money shippingDiscount) {

    static CouponResult of(
            CouponQuestion question, List<CouponDiscount> discounts, Map<String, CouponRefusal> refusals) {
        var lines = new TreeMap<Integer, Money>();
        question.lines().forEach(line -> lines.put(line.index(), Money.zero(question.currency())));
        discounts.forEach(
                discount -> discount.lines().forEach((index, amount) -> lines.merge(index, amount, Money::plus)));
        Money shipping = Money.sum(
                question.currency(),
                discounts.stream().map(CouponDiscount::shipping).toList());
        return new CouponResult(List.copyOf(discounts), Map.copyOf(refusals), lines, shipping);
    }

    /** What {@link Coupons#redeem} takes. */
    public Map<Coupon.Id, Money> amounts() {
        return discounts.stream().collect(Collectors.toMap(CouponDiscount::couponId, CouponDiscount::total));
    }
}
