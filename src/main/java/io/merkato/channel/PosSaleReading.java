package io.merkato.channel;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;
import static io.merkato.api.UserErrorCode.REQUIRED;
import static io.merkato.api.UserErrorCode.TOO_LONG;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.money.Money;
import io.merkato.ordering.PastOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a sale of a till, and refuses at its place what cannot be. */
record PosSaleReading(Currency currency, List<String> place) {

    private static final int MOST_LINES = 200;
    private static final int MOST_PAYMENTS = 10;
    private static final int MOST_PIECES = 9999;
    private static final int LONGEST_NOTE = 5000;
    /** In minor units: ten thousand pieces of it still fit 64 bits, and all lines that cost no more than {@link CashAmount#MOST} each do. */
    private static final long MOST_FOR_ONE = CashAmount.MOST / 100;

    private static final int LONGEST_REFERENCE = 255;
    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    ToldSale read(PosSaleInput input) {
        String reference = input.reference().toLowerCase(Locale.ROOT);
        if (!reference.matches(UUID)) {
            throw refused(INVALID, "A reference is a UUID that the till made.", "reference");
        }
        return new ToldSale(
                place,
                reference,
                input.soldAt().truncatedTo(ChronoUnit.MICROS),
                lines(input.lines()),
                payments(input.payments(), input.soldAt().truncatedTo(ChronoUnit.MICROS)),
                input.customerId(),
                text(input.note(), LONGEST_NOTE, "note"));
    }

    private List<ToldSale.Line> lines(List<PosSaleInput.Line> given) {
        if (given.isEmpty() || given.size() > MOST_LINES) {
            throw refused(given.isEmpty() ? REQUIRED : TOO_LONG, "A sale has 1 to " + MOST_LINES + " lines.", "lines");
        }
        var lines = new ArrayList<ToldSale.Line>();
        for (int i = 0; i < given.size(); i++) {
            lines.add(line(given.get(i), "" + i));
        }
        return lines;
    }

    private ToldSale.Line line(PosSaleInput.Line line, String at) {
        if (line.quantity() < 1 || line.quantity() > MOST_PIECES) {
            throw refused(OUT_OF_RANGE, "A line has 1 to " + MOST_PIECES + " pieces.", "lines", at, "quantity");
        }
        Money unitPrice = money(line.unitPrice(), MOST_FOR_ONE, "lines", at, "unitPrice");
        Money discount = line.discount() == null
                ? Money.zero(currency)
                : money(line.discount(), CashAmount.MOST, "lines", at, "discount");
        Money cost = unitPrice.times(line.quantity());
        if (cost.minorUnits() > CashAmount.MOST) {
            throw refused(OUT_OF_RANGE, "No till takes so much.", "lines", at, "unitPrice");
        }
        if (discount.compareTo(cost) > 0) {
            throw refused(OUT_OF_RANGE, "No more can be taken off than the line costs.", "lines", at, "discount");
        }
        return new ToldSale.Line(line.variantId(), line.quantity(), unitPrice, discount);
    }

    private List<PastOrder.Payment> payments(List<PosSaleInput.Payment> given, Instant at) {
        if (given.size() > MOST_PAYMENTS) {
            throw refused(TOO_LONG, "A sale has at most " + MOST_PAYMENTS + " payments.", "payments");
        }
        var payments = new ArrayList<PastOrder.Payment>();
        for (int i = 0; i < given.size(); i++) {
            Money amount = money(given.get(i).amount(), CashAmount.MOST, "payments", "" + i, "amount");
            if (amount.minorUnits() == 0) {
                throw refused(OUT_OF_RANGE, "An amount is above 0.", "payments", "" + i, "amount");
            }
            if (!given.get(i).method().isRecorded()) {
                throw refused(
                        INVALID,
                        "Points, store credit and gift cards pay by being redeemed.",
                        "payments",
                        "" + i,
                        "method");
            }
            payments.add(new PastOrder.Payment(
                    given.get(i).method(),
                    amount,
                    text(given.get(i).reference(), LONGEST_REFERENCE, "payments", "" + i, "reference"),
                    at));
        }
        return payments;
    }

    private Money money(BigDecimal given, long most, String... at) {
        if (given.signum() < 0) {
            throw refused(OUT_OF_RANGE, "An amount is not negative.", at);
        }
        try {
            Money money = Money.of(given, currency);
            if (money.minorUnits() > most) {
                throw refused(OUT_OF_RANGE, "No till takes so much.", at);
            }
            return money;
        } catch (ArithmeticException e) {
            throw refused(INVALID, currency + " has fewer decimals, or the amount is too large.", at);
        }
    }

    private @Nullable String text(@Nullable String given, int longest, String... at) {
        String text = given == null || given.isBlank() ? null : given.strip();
        if (text != null && text.codePointCount(0, text.length()) > longest) {
            throw refused(TOO_LONG, "This has at most " + longest + " characters.", at);
        }
        return text;
    }

    private Refused refused(UserErrorCode code, String message, String... at) {
        return new Refused(Refusal.of(
                code, message, Stream.concat(place.stream(), Stream.of(at)).toArray(String[]::new)));
    }
}
