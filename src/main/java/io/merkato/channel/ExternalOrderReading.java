package io.merkato.channel;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;
import static io.merkato.api.UserErrorCode.REQUIRED;
import static io.merkato.api.UserErrorCode.TOO_LONG;

import io.merkato.api.EmailAddress;
import io.merkato.api.PhoneNumber;
import io.merkato.api.PostalAddress;
import io.merkato.api.PostalAddressInput;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import io.merkato.money.Rate;
import io.merkato.money.TaxedAmount;
import io.merkato.ordering.Discount;
import io.merkato.ordering.LineAmounts;
import io.merkato.ordering.OrderLine;
import io.merkato.ordering.PastOrder;
import io.merkato.ordering.Totals;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads an order of the input, and finds everything that is wrong with it by itself. */
final class ExternalOrderReading {

    static final ExternalSale.Buyer NOBODY = new ExternalSale.Buyer(null, null, null, null, null);

    private static final int MOST_LINES = 100;
    private static final int MOST_PIECES = 1_000_000;
    private static final int LONGEST_ID = 255;
    private static final int LONGEST_NUMBER = 100;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_TEXT = 255;
    private static final int LONGEST_REASON = 1000;
    private static final int LONGEST_NOTE = 5000;
    /** In minor units, of a line or the shipping: all that an order has together fit 64 bits. */
    private static final long MOST = 1_000_000_000_000_000L;

    /** How many times what it is of a tax is at most. */
    private static final int MOST_TAX = 10;

    private static final BigDecimal MOST_PERCENT = BigDecimal.valueOf(100 * MOST_TAX);
    /** How far another system's clock may be ahead. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private static final Set<String> COUNTRIES = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

    private final ExternalSource source;
    private final String country;
    private final Instant latest;
    private final List<String> place;
    private final List<UserError> errors = new ArrayList<>();

    /**
     * @param country in which a phone number without a country code is dialled, where there is no address
     * @param place of the order in the input, from the arguments down
     */
    ExternalOrderReading(ExternalSource source, String country, Instant now, List<String> place) {
        this.source = source;
        this.country = country;
        this.latest = now.plus(AHEAD);
        this.place = place;
    }

    /** @throws Refused with everything that is wrong */
    ExternalSale read(ExternalOrderInput input) {
        String externalId = text(input.externalId(), LONGEST_ID, "externalId");
        if (externalId == null) {
            wrong(REQUIRED, "An order has an id where it comes from.", "externalId");
        }
        if (!input.currency().equals(source.currency().getCurrencyCode())) {
            wrong(INVALID, "Orders of " + source.code() + " are in " + source.currency() + ".", "currency");
        }
        PostalAddress to = address(input.shippingAddress(), "shippingAddress");
        PostalAddress billed = address(input.billingAddress(), "billingAddress");
        OrderLine.Tax shippingTax =
                input.shipping() == null ? null : tax(input.shipping().tax(), "shipping", "tax");
        LineAmounts shipping = shipping(input.shipping(), shippingTax);
        List<ExternalSale.Line> lines = lines(input.lines());
        Money total = money(input.total(), "total");
        PastOrder.Payment payment = payment(input.payment(), total);
        var sale = new ExternalSale(
                place,
                externalId == null ? "" : externalId,
                text(input.number(), LONGEST_NUMBER, "number"),
                past(input.placedAt(), "placedAt"),
                buyer(input.customer(), to == null ? country : to.country()),
                to,
                billed,
                input.shipping() == null ? null : text(input.shipping().method(), LONGEST_TEXT, "shipping", "method"),
                note(input.note()),
                shipping,
                shippingTax,
                lines,
                total,
                payment,
                input.sentAt() == null ? null : past(input.sentAt(), "sentAt"),
                cancellation(input.cancellation()));
        if (sale.sentAt() != null && sale.cancellation() != null) {
            wrong(INVALID, "What was sent is not cancelled: import it, and then take it back.", "cancellation");
        }
        if (errors.isEmpty()) {
            compare(sale);
        }
        if (!errors.isEmpty()) {
            throw new Refused(errors);
        }
        return sale;
    }

    private void compare(ExternalSale sale) {
        try {
            Money comesTo = sale.totals().total();
            if (!comesTo.equals(sale.total())) {
                wrong(
                        INVALID,
                        "Lines and shipping come to " + comesTo.amount() + " and not to "
                                + sale.total().amount() + ".",
                        "total");
            }
        } catch (ArithmeticException e) {
            wrong(OUT_OF_RANGE, Totals.TOO_MUCH, "total");
        }
    }

    private List<ExternalSale.Line> lines(List<ExternalOrderInput.Line> given) {
        if (given.isEmpty() || given.size() > MOST_LINES) {
            wrong(given.isEmpty() ? REQUIRED : TOO_LONG, "An order has 1 to " + MOST_LINES + " lines.", "lines");
            return List.of();
        }
        var lines = new ArrayList<ExternalSale.Line>();
        for (int i = 0; i < given.size(); i++) {
            lines.add(line(given.get(i), "" + i));
        }
        return lines;
    }

    private ExternalSale.Line line(ExternalOrderInput.Line line, String at) {
        String sku = text(line.sku(), LONGEST_TEXT, "lines", at, "sku");
        if (sku == null) {
            wrong(REQUIRED, "A line says what was bought.", "lines", at, "sku");
        }
        if (line.quantity() < 1 || line.quantity() > MOST_PIECES) {
            wrong(OUT_OF_RANGE, "A line has 1 to " + MOST_PIECES + " pieces.", "lines", at, "quantity");
        }
        Money unit = money(line.unitPrice(), "lines", at, "unitPrice");
        OrderLine.Tax tax = tax(line.tax(), "lines", at, "tax");
        return new ExternalSale.Line(
                sku == null ? "" : sku,
                text(line.name(), LONGEST_TEXT, "lines", at, "name"),
                line.quantity(),
                unit,
                tax,
                amounts(() -> unit.times(Math.max(line.quantity(), 0)), line.discount(), line.tax(), tax, "lines", at));
    }

    private LineAmounts shipping(ExternalOrderInput.@Nullable Shipping given, OrderLine.@Nullable Tax tax) {
        if (given == null) {
            return LineAmounts.of(Money.zero(source.currency()), List.of(), null, source.pricesIncludeTax());
        }
        Money price = money(given.price(), "shipping", "price");
        return amounts(() -> price, given.discount(), given.tax(), tax, "shipping");
    }

    private LineAmounts amounts(
            Supplier<Money> price,
            @Nullable BigDecimal discount,
            ExternalOrderInput.@Nullable Tax given,
            OrderLine.@Nullable Tax tax,
            String... of) {
        Money zero = Money.zero(source.currency());
        try {
            Money subtotal = price.get();
            if (subtotal.minorUnits() > MOST) {
                throw new ArithmeticException("more than an order has");
            }
            Money off = discount == null ? zero : money(discount, below(of, "discount"));
            if (off.compareTo(subtotal) > 0) {
                wrong(OUT_OF_RANGE, "No more is taken off than it costs.", below(of, "discount"));
                return LineAmounts.of(subtotal, List.of(), null, source.pricesIncludeTax());
            }
            List<Discount> discounts = off.minorUnits() == 0 ? List.of() : List.of(new Discount(source.code(), off));
            LineAmounts reckoned =
                    LineAmounts.of(subtotal, discounts, tax == null ? null : tax.rate(), source.pricesIncludeTax());
            if (given == null || given.amount() == null) {
                return reckoned;
            }
            Money left = subtotal.minus(off);
            Money told = money(given.amount(), below(of, "tax", "amount"));
            if (told.compareTo(source.pricesIncludeTax() ? left : left.times(MOST_TAX)) > 0) {
                wrong(
                        OUT_OF_RANGE,
                        source.pricesIncludeTax()
                                ? "Tax is no more than the price that it is in."
                                : "Tax is at most ten times what it is of.",
                        below(of, "tax", "amount"));
            }
            TaxedAmount taxed = source.pricesIncludeTax()
                    ? new TaxedAmount(left.minus(told), told, left)
                    : new TaxedAmount(left, told, left.plus(told));
            return new LineAmounts(subtotal, discounts, off, taxed.tax(), taxed.gross());
        } catch (ArithmeticException e) {
            wrong(OUT_OF_RANGE, "It comes to too much.", of);
            return LineAmounts.of(zero, List.of(), null, source.pricesIncludeTax());
        }
    }

    /** Null where only an amount is told. */
    private OrderLine.@Nullable Tax tax(ExternalOrderInput.@Nullable Tax given, String... of) {
        if (given == null) {
            return null;
        }
        String name = text(given.name(), LONGEST_NAME, below(of, "name"));
        if (name == null) {
            wrong(REQUIRED, "A tax has a name.", below(of, "name"));
        }
        if (given.percent() == null) {
            if (given.amount() == null) {
                wrong(REQUIRED, "A tax has a rate or an amount, or both.", below(of, "amount"));
            }
            return null;
        }
        if (given.percent().signum() < 0 || given.percent().compareTo(MOST_PERCENT) > 0) {
            wrong(OUT_OF_RANGE, "A tax is 0 to 1000 percent.", below(of, "percent"));
            return null;
        }
        try {
            return new OrderLine.Tax(name == null ? "" : name, Rate.ofPercent(given.percent()));
        } catch (ArithmeticException e) {
            wrong(INVALID, "A rate has at most four decimals.", below(of, "percent"));
            return null;
        }
    }

    private PastOrder.@Nullable Payment payment(ExternalOrderInput.@Nullable Payment given, Money total) {
        if (given != null && !given.method().isRecorded()) {
            wrong(
                    INVALID,
                    "Points, store credit and gift cards pay for orders here alone: another system's are OTHER.",
                    "payment",
                    "method");
        }
        return given == null
                ? null
                : new PastOrder.Payment(
                        given.method(),
                        total,
                        text(given.reference(), LONGEST_TEXT, "payment", "reference"),
                        past(given.paidAt(), "payment", "paidAt"));
    }

    private PastOrder.@Nullable Cancellation cancellation(ExternalOrderInput.@Nullable Cancellation given) {
        return given == null
                ? null
                : new PastOrder.Cancellation(
                        past(given.cancelledAt(), "cancellation", "cancelledAt"),
                        text(given.reason(), LONGEST_REASON, "cancellation", "reason"));
    }

    private ExternalSale.Buyer buyer(ExternalOrderInput.@Nullable Customer given, String dialled) {
        if (given == null) {
            return NOBODY;
        }
        String email = text(given.email(), EmailAddress.LONGEST, "customer", "email");
        String phone = text(given.phone(), LONGEST_NAME, "customer", "phone");
        return new ExternalSale.Buyer(
                email == null
                        ? null
                        : EmailAddress.parse(email)
                                .orElseGet(() -> wrong(INVALID, "This is no e-mail address.", "customer", "email")),
                phone == null
                        ? null
                        : PhoneNumber.parse(phone, dialled)
                                .orElseGet(() -> wrong(INVALID, "This is no phone number.", "customer", "phone")),
                text(given.givenName(), LONGEST_NAME, "customer", "givenName"),
                text(given.familyName(), LONGEST_NAME, "customer", "familyName"),
                text(given.company(), 2 * LONGEST_NAME, "customer", "company"));
    }

    private @Nullable PostalAddress address(ExternalOrderInput.@Nullable Address given, String at) {
        if (given == null) {
            return null;
        }
        if (!COUNTRIES.contains(given.country())) {
            return wrong(INVALID, "There is no country with this code of ISO 3166-1.", at, "country");
        }
        try {
            return new PostalAddressInput(
                            given.givenName(),
                            given.familyName(),
                            given.company(),
                            given.line1(),
                            given.line2(),
                            given.city(),
                            given.region(),
                            given.postalCode(),
                            given.country(),
                            given.phone())
                    .address(below(place, at));
        } catch (Refused refused) {
            errors.addAll(refused.errors());
            return null;
        }
    }

    private Money money(BigDecimal amount, String... at) {
        try {
            return new MoneyInput(amount, source.currency()).money(below(place, at));
        } catch (Refused refused) {
            errors.addAll(refused.errors());
            return Money.zero(source.currency());
        }
    }

    private Instant past(Instant at, String... where) {
        if (at.isAfter(latest)) {
            wrong(OUT_OF_RANGE, "This has not happened yet.", where);
        }
        return at;
    }

    private @Nullable String note(@Nullable String given) {
        String text = given == null ? "" : given.strip();
        if (text.codePointCount(0, text.length()) > LONGEST_NOTE) {
            wrong(TOO_LONG, "This has at most " + LONGEST_NOTE + " characters.", "note");
        }
        return text.isEmpty() ? null : text;
    }

    private @Nullable String text(@Nullable String given, int longest, String... at) {
        String text = given == null ? "" : given.strip();
        if (text.codePointCount(0, text.length()) > longest) {
            wrong(TOO_LONG, "This has at most " + longest + " characters.", at);
        } else if (text.codePoints().anyMatch(Character::isISOControl)) {
            wrong(INVALID, "This is one line, without control characters.", at);
        }
        return text.isEmpty() ? null : text;
    }

    private <T> @Nullable T wrong(UserErrorCode code, String message, String... at) {
        errors.add(Refusal.of(code, message, below(place, at)));
        return null;
    }

    private static String[] below(String[] path, String... further) {
        return below(List.of(path), further);
    }

    static String[] below(List<String> path, String... further) {
        return Stream.concat(path.stream(), Stream.of(further)).toArray(String[]::new);
    }
}
