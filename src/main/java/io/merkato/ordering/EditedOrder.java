package io.merkato.ordering;

import io.merkato.api.Refusal;
import io.merkato.api.UserErrorCode;
import io.merkato.catalog.ProductVariant;
import io.merkato.inventory.OutOfStock;
import io.merkato.money.Money;
import io.merkato.money.Rate;
import io.merkato.pricing.FlashSaleItem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An order as an edit leaves it. Nothing of it is written yet.
 *
 * @param before locked, where it is to be written
 * @param lines all of them, those that are there first
 */
record EditedOrder(
        Order before, List<Line> lines, LineAmounts shippingBefore, LineAmounts shipping, Rate shippingRate) {

    /**
     * A line that is there.
     *
     * @param returnedAmount what those of its pieces that came back were charged
     */
    record Sold(NewOrder.Line line, long fulfilled, long returned, Money returnedAmount) {}

    /**
     * @param before null for one that is added
     * @param place of what the caller says of it, from the arguments down; null where that is nothing
     */
    record Line(
            @Nullable Sold before,
            NewOrder.Line after,
            @Nullable List<String> place) {

        boolean isChanged() {
            return before == null || !before.line().equals(after);
        }

        long waiting() {
            return after.quantity() - (before == null ? 0 : before.fulfilled());
        }

        private long waited() {
            return before == null ? 0 : before.line().quantity() - before.fulfilled();
        }
    }

    Totals totals() {
        return Totals.of(
                before.currency(),
                lines.stream().map(line -> line.after().amounts()).toList(),
                shipping);
    }

    Money difference() {
        return totals().total().minus(before.totals().total());
    }

    Money balance() {
        return before.balance().plus(difference());
    }

    boolean isChanged() {
        return !shipping.equals(shippingBefore) || lines.stream().anyMatch(Line::isChanged);
    }

    List<Line> changed() {
        return lines.stream().filter(Line::isChanged).toList();
    }

    long pieces() {
        return lines.stream().mapToLong(line -> line.after().quantity()).sum();
    }

    /** Pieces of stock that are still to be sent. */
    Map<ProductVariant.Id, Long> waiting() {
        return stock(Line::waiting);
    }

    /** Pieces of stock that more are to be sent of than before. */
    boolean isRaised(ProductVariant.Id variant) {
        return waiting().getOrDefault(variant, 0L) > stock(Line::waited).getOrDefault(variant, 0L);
    }

    private Map<ProductVariant.Id, Long> stock(ToLongFunction<Line> pieces) {
        var stock = new HashMap<ProductVariant.Id, Long>();
        lines.stream()
                .filter(line -> pieces.applyAsLong(line) > 0)
                .forEach(line -> line.after()
                        .stock()
                        .forEach((variant, each) -> stock.merge(
                                variant, Math.multiplyExact(each, pieces.applyAsLong(line)), Math::addExact)));
        return stock;
    }

    /** Pieces of sales that it takes more of; below 0, gives back. */
    Map<FlashSaleItem.Id, Long> sales() {
        var sales = new HashMap<FlashSaleItem.Id, Long>();
        for (Line line : lines) {
            if (line.before() != null && line.before().line().flashSaleItemId() != null) {
                sales.merge(
                        line.before().line().flashSaleItemId(),
                        -line.before().line().quantity(),
                        Math::addExact);
            }
            if (line.after().flashSaleItemId() != null) {
                sales.merge(line.after().flashSaleItemId(), line.after().quantity(), Math::addExact);
            }
        }
        sales.values().removeIf(pieces -> pieces == 0);
        return sales;
    }

    /** What each coupon takes off, by its code: those that take off nothing any more, too. */
    Map<String, Money> coupons() {
        var none = Money.zero(before.currency());
        var sums = new TreeMap<String, Money>();
        Stream.concat(
                        lines.stream()
                                .map(Line::before)
                                .filter(Objects::nonNull)
                                .map(sold -> sold.line().amounts()),
                        Stream.of(shippingBefore))
                .flatMap(amounts -> amounts.discounts().stream())
                .forEach(discount -> sums.put(discount.code(), none));
        Stream.concat(lines.stream().map(line -> line.after().amounts()), Stream.of(shipping))
                .flatMap(amounts -> amounts.discounts().stream())
                .forEach(discount -> sums.merge(discount.code(), discount.amount(), Money::plus));
        sums.remove(Discount.MANUAL);
        sums.remove(Discount.POINTS);
        return sums;
    }

    OutOfStock outOfStock(ProductVariant.Id variant, long available) {
        return OutOfStock.of(variant, waiting().getOrDefault(variant, 0L), available)
                .at(place(line -> line.after().stock().containsKey(variant)));
    }

    Refusal soldOut(FlashSaleItem.Id item) {
        return new Refusal(
                UserErrorCode.CONFLICT,
                "Of the flash sale there are too few left, or it is over: set a price.",
                place(line -> item.equals(line.after().flashSaleItemId())));
    }

    /** Of the first line of the input that is meant. */
    private List<String> place(Predicate<Line> which) {
        return lines.stream()
                .filter(line -> line.place() != null && which.test(line))
                .map(line -> Stream.concat(Objects.requireNonNull(line.place()).stream(), Stream.of("quantity"))
                        .toList())
                .findFirst()
                .orElse(List.of("input"));
    }
}
