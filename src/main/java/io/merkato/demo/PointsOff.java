package io.merkato.demo;

import io.merkato.money.Money;
import io.merkato.ordering.Discount;
import io.merkato.promotion.CouponResult;
import io.merkato.store.Store;
import java.time.Instant;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What points take off the goods of orders of a demo tenant, after coupons, as a cart asks it. */
final class PointsOff {

    private final DemoIds ids;
    private final PointsBook book;

    PointsOff(DemoShop demo) {
        this.ids = demo.ids();
        this.book = PointsBook.of(demo);
    }

    /** Of each line. @param points null for none */
    List<Money> of(
            @Nullable Long points,
            Store.Id store,
            Currency currency,
            Instant at,
            List<Money> amounts,
            CouponResult off) {
        if (points == null) {
            return amounts.stream().map(each -> Money.zero(currency)).toList();
        }
        return Objects.requireNonNull(book.of(ids, store, at))
                .rate(currency)
                .orElseThrow()
                .worth(points)
                .split(IntStream.range(0, amounts.size())
                        .mapToObj(i -> off.lineDiscounts().get(i) instanceof Money less
                                ? amounts.get(i).minus(less)
                                : amounts.get(i))
                        .toList());
    }

    static List<Discount> with(List<Discount> others, Money byPoints) {
        return byPoints.minorUnits() == 0
                ? others
                : Stream.concat(others.stream(), Stream.of(new Discount(Discount.POINTS, byPoints)))
                        .sorted(Comparator.comparing(Discount::code))
                        .toList();
    }
}
