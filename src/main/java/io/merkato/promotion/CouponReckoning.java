package io.merkato.promotion;

import io.merkato.money.Money;
import io.merkato.money.Rate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The coupons of one cart on their way to what they take off. */
final class CouponReckoning {

    private static final Comparator<Coupon> ORDER =
            Comparator.comparing(Coupon::kind).thenComparing(Coupon::code);

    private final CouponQuestion question;
    private final List<CouponDiscount> discounts = new ArrayList<>();
    private final Map<String, CouponRefusal> refusals = new LinkedHashMap<>();
    /** What coupons left of each line. */
    private final Map<Integer, Money> left = new HashMap<>();

    private Money shippingLeft;

    private CouponReckoning(CouponQuestion question) {
        this.question = question;
        this.shippingLeft = question.shipping();
        question.lines().forEach(line -> left.put(line.index(), line.amount()));
    }

    static CouponResult reckon(CouponQuestion question, List<Coupon> coupons) {
        var reckoning = new CouponReckoning(question);
        reckoning.accepted(coupons).stream().sorted(ORDER).forEach(reckoning::take);
        return CouponResult.of(question, reckoning.discounts, reckoning.refusals);
    }

    private List<Coupon> accepted(List<Coupon> coupons) {
        var accepted = new ArrayList<Coupon>();
        for (Coupon coupon : new LinkedHashSet<>(coupons)) {
            CouponRefusal refusal = refusal(coupon);
            if (refusal == null
                    && !accepted.isEmpty()
                    && !(coupon.combinable() && accepted.stream().allMatch(Coupon::combinable))) {
                refusal = CouponRefusal.NOT_COMBINABLE;
            }
            if (refusal == null) {
                accepted.add(coupon);
            } else {
                refusals.put(coupon.code(), refusal);
            }
        }
        return accepted;
    }

    private @Nullable CouponRefusal refusal(Coupon coupon) {
        CouponRefusal refusal = coupon.refusal(question.at());
        if (refusal != null) {
            return refusal;
        }
        if (coupon.isExhausted(
                question.customer() != null, question.usesByCustomer().getOrDefault(coupon.id(), 0))) {
            return CouponRefusal.CUSTOMER_LIMIT;
        }
        Money money = coupon.amount() != null ? coupon.amount() : coupon.minimumTotal();
        if (money != null && !money.currency().equals(question.currency())) {
            return CouponRefusal.CURRENCY;
        }
        if (!coupon.everyStore() && !coupon.storeIds().contains(question.store())
                || question.lines().stream().noneMatch(line -> worth(coupon, line))) {
            return CouponRefusal.NOT_APPLICABLE;
        }
        Money total = Money.sum(
                question.currency(),
                question.lines().stream().map(CouponLine::amount).toList());
        return coupon.minimumTotal() != null && total.compareTo(coupon.minimumTotal()) < 0
                ? CouponRefusal.MINIMUM_NOT_REACHED
                : null;
    }

    /** Whether the line is one that the coupon is for, and there is something to take off it. */
    private static boolean worth(Coupon coupon, CouponLine line) {
        return coupon.isFor(line)
                && (coupon.kind() == CouponKind.FREE_SHIPPING || line.amount().minorUnits() > 0);
    }

    private void take(Coupon coupon) {
        if (coupon.kind() == CouponKind.FREE_SHIPPING) {
            discounts.add(new CouponDiscount(coupon.id(), coupon.code(), Map.of(), shippingLeft));
            shippingLeft = Money.zero(question.currency());
            return;
        }
        List<CouponLine> lines = question.lines().stream().filter(coupon::isFor).toList();
        List<Money> amounts = lines.stream()
                .map(line -> Objects.requireNonNull(left.get(line.index())))
                .toList();
        Money whole = Money.sum(question.currency(), amounts);
        if (whole.minorUnits() == 0) {
            refusals.put(coupon.code(), CouponRefusal.NOT_APPLICABLE);
            return;
        }
        List<Money> parts = off(coupon, whole, amounts);
        var off = new LinkedHashMap<Integer, Money>();
        for (int i = 0; i < lines.size(); i++) {
            off.put(lines.get(i).index(), parts.get(i));
            left.put(lines.get(i).index(), amounts.get(i).minus(parts.get(i)));
        }
        discounts.add(new CouponDiscount(coupon.id(), coupon.code(), off, Money.zero(question.currency())));
    }

    private static List<Money> off(Coupon coupon, Money whole, List<Money> amounts) {
        Rate rate = coupon.rate();
        if (rate != null) {
            return amounts.stream().map(amount -> amount.portion(rate)).toList();
        }
        Money amount = Objects.requireNonNull(coupon.amount());
        return (amount.compareTo(whole) < 0 ? amount : whole).split(amounts);
    }
}
