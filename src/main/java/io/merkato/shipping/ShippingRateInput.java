package io.merkato.shipping;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;
import static io.merkato.api.UserErrorCode.REQUIRED;
import static io.merkato.api.UserErrorCode.TAKEN;
import static io.merkato.api.UserErrorCode.TOO_LONG;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A rate to set, in the method's currency. */
record ShippingRateInput(
        @Nullable Long fromGrams,
        @Nullable BigDecimal fromTotal,
        @Nullable BigDecimal price) {

    private static final int MOST = 250;

    /** Checked for a method of this kind; amounts are in its currency. */
    static List<Banded> rates(List<ShippingRateInput> inputs, ShippingMethodKind kind, Currency currency) {
        if (inputs.isEmpty()) {
            throw refused(REQUIRED, "A method has at least one rate.", "input", "rates");
        }
        if (inputs.size() > MOST) {
            throw refused(TOO_LONG, "A method has at most " + MOST + " rates.", "input", "rates");
        }
        if (!kind.hasBands() && inputs.size() > 1) {
            throw refused(INVALID, "A method that is " + kind + " has one rate.", "input", "rates", "1");
        }
        List<Banded> rates = IntStream.range(0, inputs.size())
                .mapToObj(i -> inputs.get(i).rate(kind, currency, "" + i))
                .toList();
        var starts = new HashSet<Long>();
        for (int i = 0; i < rates.size(); i++) {
            if (!starts.add(rates.get(i).starts())) {
                throw refused(TAKEN, "Two rates begin at the same place.", "input", "rates", "" + i);
            }
        }
        return rates;
    }

    /** @param price null where it is not offered from here on */
    record Banded(long starts, @Nullable MinorUnits price, String place) {
        List<String> path() {
            return List.of("input", "rates", place);
        }
    }

    private Banded rate(ShippingMethodKind kind, Currency currency, String place) {
        if (fromGrams != null && kind != ShippingMethodKind.BY_WEIGHT) {
            throw refused(INVALID, "Only a method BY_WEIGHT goes by grams.", "input", "rates", place, "fromGrams");
        }
        if (fromTotal != null && kind != ShippingMethodKind.BY_TOTAL) {
            throw refused(INVALID, "Only a method BY_TOTAL goes by the total.", "input", "rates", place, "fromTotal");
        }
        if (price == null && !kind.hasBands()) {
            throw refused(REQUIRED, "A method that is " + kind + " has a price.", "input", "rates", place, "price");
        }
        if (fromGrams != null && fromGrams < 0) {
            throw refused(OUT_OF_RANGE, "A weight is not negative.", "input", "rates", place, "fromGrams");
        }
        long from = fromGrams != null
                ? fromGrams
                : units(fromTotal, currency, place, "fromTotal").value();
        return new Banded(from, price == null ? null : units(price, currency, place, "price"), place);
    }

    private static MinorUnits units(@Nullable BigDecimal amount, Currency currency, String place, String member) {
        Money money = amount == null
                ? Money.zero(currency)
                : new MoneyInput(amount, currency).money("input", "rates", place, member);
        return money.withoutCurrency();
    }

    private static Refused refused(UserErrorCode code, String message, String... path) {
        return new Refused(Refusal.of(code, message, path));
    }
}
