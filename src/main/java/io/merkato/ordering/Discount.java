package io.merkato.ordering;

import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.money.Money;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Something taken off, and the code that says why. */
public record Discount(String code, Money amount) {

    /** The code of what staff took off. */
    public static final String MANUAL = "MANUAL";

    /** The code of what points took off. */
    public static final String POINTS = "LOYALTY_POINTS";

    boolean isManual() {
        return code.equals(MANUAL);
    }

    /** In proportion where the line comes to less than before; what comes to nothing is left out. */
    static List<Discount> shrunk(List<Discount> discounts, Money before, Money now) {
        if (discounts.isEmpty() || now.compareTo(before) >= 0) {
            return discounts;
        }
        List<Money> amounts = discounts.stream().map(Discount::amount).toList();
        List<Money> parts = Money.sum(before.currency(), amounts)
                .share(now.minorUnits(), before.minorUnits())
                .split(amounts);
        return Stream.iterate(0, i -> i < parts.size(), i -> i + 1)
                .map(i -> new Discount(discounts.get(i).code(), parts.get(i)))
                .filter(discount -> discount.amount().minorUnits() > 0)
                .toList();
    }

    public static Money byPoints(List<LineAmounts> lines, Money none) {
        return lines.stream()
                .flatMap(amounts -> amounts.discounts().stream())
                .filter(discount -> discount.code().equals(POINTS))
                .map(Discount::amount)
                .reduce(none, Money::plus);
    }

    /** By code, as they are kept. */
    static List<Discount> withManual(List<Discount> others, Money subtotal, Money manual, String... place) {
        Money left = subtotal.minus(Money.sum(
                subtotal.currency(), others.stream().map(Discount::amount).toList()));
        if (manual.compareTo(left) > 0) {
            throw new Refused(Refusal.of(
                    OUT_OF_RANGE,
                    "No more can be taken off than what the line comes to: " + left.amount() + " " + left.currency()
                            + ".",
                    place));
        }
        return manual.minorUnits() == 0
                ? others
                : Stream.concat(others.stream(), Stream.of(new Discount(Discount.MANUAL, manual)))
                        .sorted(Comparator.comparing(Discount::code))
                        .toList();
    }
}
