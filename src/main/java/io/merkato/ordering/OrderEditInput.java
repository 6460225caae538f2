package io.merkato.ordering;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.catalog.ProductVariant;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to change about an order, as the schema's input of this name says. */
record OrderEditInput(
        @Nullable List<Line> lines,
        @Nullable List<Addition> add,
        @Nullable MoneyInput shippingPrice,
        @Nullable MoneyInput expectedTotal,
        @Nullable String note) {

    private static final int MOST_PIECES = 1_000_000;

    record Line(
            OrderLine.Id lineId,
            @Nullable Integer quantity,
            @Nullable MoneyInput unitPrice,
            @Nullable MoneyInput discount) {}

    record Addition(
            ProductVariant.Id variantId,
            int quantity,
            @Nullable MoneyInput unitPrice,
            @Nullable MoneyInput discount,
            @Nullable List<NamedText> properties) {}

    List<Line> changes() {
        return lines == null ? List.of() : lines;
    }

    List<Addition> additions() {
        return add == null ? List.of() : add;
    }

    static int pieces(int given, int fewest, String... place) {
        if (given < fewest || given > MOST_PIECES) {
            throw new Refused(Refusal.of(
                    OUT_OF_RANGE, "A quantity is " + fewest + " to " + MOST_PIECES + ".", below(place, "quantity")));
        }
        return given;
    }

    static Money money(Order order, MoneyInput given, String... place) {
        if (!given.currency().equals(order.currency())) {
            throw new Refused(
                    Refusal.of(INVALID, "The order is in " + order.currency() + ".", below(place, "currency")));
        }
        Money money = given.money(place);
        if (money.minorUnits() > Totals.MOST) {
            throw new Refused(Refusal.of(OUT_OF_RANGE, Totals.TOO_MUCH, place));
        }
        return money;
    }

    static String[] below(String[] place, String name) {
        String[] below = Arrays.copyOf(place, place.length + 1);
        below[place.length] = name;
        return below;
    }
}
