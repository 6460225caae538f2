package io.merkato.ordering;

import static io.merkato.api.UserErrorCode.CONFLICT;
import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;
import static io.merkato.api.UserErrorCode.TOO_LONG;
import static java.util.stream.Collectors.toMap;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import io.merkato.money.Rate;
import io.merkato.pricing.PriceSource;
import io.merkato.tenancy.TenantContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Works out what an edit makes of an order, for its preview and for itself alike. Lines that are there keep their price and rate of tax
 * unless staff set another price. What discounts take off shrinks in proportion to what the line comes to before them, split over several
 * by largest remainder, and does not grow.
 */
@Component
class OrderEdits {

    static final int MOST_NAMED = 100;
    static final int MOST_LINES = 500;
    private static final int LONGEST_NOTE = 1000;

    private final OrderEditRepository edits;
    private final OrderAdditions additions;

    OrderEdits(OrderEditRepository edits, OrderAdditions additions) {
        this.edits = edits;
        this.additions = additions;
    }

    /** @throws Refused where the input is at fault, naming each fault */
    EditedOrder reckon(TenantContext tenant, Order order, OrderEditInput input) {
        try {
            OrderEditRepository.Terms terms = edits.terms(tenant, order);
            FirstAmounts first = firstAmounts(tenant, order, terms, input);
            var errors = new ArrayList<UserError>();
            if (input.note() != null
                    && input.note().codePointCount(0, input.note().length()) > LONGEST_NOTE) {
                errors.add(Refusal.of(TOO_LONG, "A note has at most 1000 characters.", "input", "note"));
            }
            var lines = new ArrayList<>(changed(order, terms.lines(), first, input.changes(), errors));
            lines.addAll(attempt(
                    errors, List.of(), () -> additions.lines(tenant, order, terms.pickup(), input.additions())));
            Rate rate = input.shippingPrice() == null
                    ? terms.shippingRate()
                    : additions.shippingRate(tenant, order, terms, first);
            LineAmounts shipping = attempt(
                    errors,
                    terms.shipping(),
                    () -> shipping(order, terms.shipping(), first, rate, input.shippingPrice()));
            var edited = new EditedOrder(order, List.copyOf(lines), terms.shipping(), shipping, rate);
            if (errors.isEmpty()) {
                refuse(edited, errors);
            }
            if (!errors.isEmpty()) {
                throw new Refused(errors);
            }
            edited.totals().mustBeAnOrders();
            return edited;
        } catch (ArithmeticException e) {
            throw new Refused(Refusal.of(OUT_OF_RANGE, Totals.TOO_MUCH, "input"));
        }
    }

    /**
     * The revisions are read only where something goes by them: a line or shipping without a rate, whose tax may be told, or shipping that was edited to nothing.
     * Else what is there now stands for it.
     */
    private FirstAmounts firstAmounts(
            TenantContext tenant, Order order, OrderEditRepository.Terms terms, OrderEditInput input) {
        boolean shipsAgain =
                input.shippingPrice() != null && terms.shipping().subtotal().minorUnits() == 0;
        boolean anyWithoutRate = terms.shippingRate().equals(Rate.ZERO)
                || terms.lines().stream().anyMatch(sold -> rate(sold.line()).equals(Rate.ZERO));
        return FirstAmounts.of(
                order,
                terms,
                anyWithoutRate || shipsAgain
                        ? edits.revisionsOf(tenant, List.of(order.id())).getOrDefault(order.id(), List.of())
                        : List.of());
    }

    private static Rate rate(NewOrder.Line line) {
        return line.tax() == null ? Rate.ZERO : line.tax().rate();
    }

    private static void refuse(EditedOrder edited, List<UserError> errors) {
        if (edited.lines().size() > MOST_LINES) {
            errors.add(Refusal.of(TOO_LONG, "An order has at most " + MOST_LINES + " lines.", "input", "add"));
        } else if (edited.pieces() == 0) {
            errors.add(Refusal.of(CONFLICT, "An order has one piece at least: cancel it instead.", "input", "lines"));
        } else if (!edited.isChanged()) {
            errors.add(Refusal.of(INVALID, "This changes nothing.", "input"));
        }
    }

    private static <T> T attempt(List<UserError> errors, T otherwise, Supplier<T> reckoning) {
        try {
            return reckoning.get();
        } catch (Refused refused) {
            errors.addAll(refused.errors());
            return otherwise;
        }
    }

    private static List<EditedOrder.Line> changed(
            Order order,
            List<EditedOrder.Sold> sold,
            FirstAmounts first,
            List<OrderEditInput.Line> wanted,
            List<UserError> errors) {
        if (wanted.size() > MOST_NAMED) {
            throw new Refused(Refusal.of(TOO_LONG, "At most " + MOST_NAMED + " lines at once.", "input", "lines"));
        }
        Map<OrderLine.Id, EditedOrder.Sold> byId =
                sold.stream().collect(toMap(each -> each.line().id(), each -> each));
        var changed = new java.util.HashMap<OrderLine.Id, EditedOrder.Line>();
        var named = new HashSet<OrderLine.Id>();
        for (int i = 0; i < wanted.size(); i++) {
            OrderEditInput.Line want = wanted.get(i);
            String[] place = {"input", "lines", "" + i};
            EditedOrder.Sold line = byId.get(want.lineId());
            if (line == null) {
                errors.add(Refusal.notFound(OrderEditInput.below(place, "lineId")));
            } else if (!named.add(want.lineId())) {
                errors.add(Refusal.of(CONFLICT, "A line is named once.", OrderEditInput.below(place, "lineId")));
            } else {
                attempt(errors, line.line(), () -> {
                    NewOrder.Line after = changed(order, line, first, want, place);
                    changed.put(want.lineId(), new EditedOrder.Line(line, after, List.of(place)));
                    return after;
                });
            }
        }
        return sold.stream()
                .map(each -> changed.getOrDefault(each.line().id(), new EditedOrder.Line(each, each.line(), null)))
                .toList();
    }

    private static NewOrder.Line changed(
            Order order, EditedOrder.Sold sold, FirstAmounts first, OrderEditInput.Line wanted, String... place) {
        NewOrder.Line line = sold.line();
        long quantity =
                wanted.quantity() == null ? line.quantity() : OrderEditInput.pieces(wanted.quantity(), 0, place);
        if (quantity < sold.fulfilled()) {
            throw new Refused(Refusal.of(
                    OUT_OF_RANGE,
                    "Of this line " + sold.fulfilled() + " were sent.",
                    OrderEditInput.below(place, "quantity")));
        }
        Money unit = wanted.unitPrice() == null
                ? line.unitPrice()
                : OrderEditInput.money(order, wanted.unitPrice(), OrderEditInput.below(place, "unitPrice"));
        Money subtotal = unit.times(quantity);
        List<Discount> discounts = wanted.discount() == null
                ? Discount.shrunk(line.amounts().discounts(), line.amounts().subtotal(), subtotal)
                : Discount.withManual(
                        Discount.shrunk(
                                line.amounts().discounts().stream()
                                        .filter(discount -> !discount.isManual())
                                        .toList(),
                                line.amounts().subtotal(),
                                subtotal),
                        subtotal,
                        OrderEditInput.money(order, wanted.discount(), OrderEditInput.below(place, "discount")),
                        OrderEditInput.below(place, "discount"));
        boolean samePrice = unit.equals(line.unitPrice());
        if (quantity == line.quantity()
                && samePrice
                && discounts.equals(line.amounts().discounts())) {
            return line;
        }
        LineAmounts amounts = first.of(line).at(subtotal, discounts, rate(line), order.pricesIncludeTax());
        if (amounts.total().compareTo(sold.returnedAmount()) < 0) {
            throw new Refused(Refusal.of(
                    CONFLICT,
                    "What came back of this line was charged "
                            + sold.returnedAmount().amount() + " " + order.currency()
                            + ": it cannot come to less.",
                    place));
        }
        return line.with(
                quantity,
                unit,
                samePrice ? line.priceSource() : PriceSource.MANUAL,
                samePrice ? line.flashSaleItemId() : null,
                amounts);
    }

    private static LineAmounts shipping(
            Order order, LineAmounts before, FirstAmounts first, Rate rate, @Nullable MoneyInput given) {
        if (given == null) {
            return before;
        }
        Money price = OrderEditInput.money(order, given, "input", "shippingPrice");
        return price.equals(before.subtotal())
                ? before
                : first.shipping()
                        .at(
                                price,
                                Discount.shrunk(before.discounts(), before.subtotal(), price),
                                rate,
                                order.pricesIncludeTax());
    }

    static LineAmounts amounts(Order order, Money subtotal, List<Discount> discounts, OrderLine.@Nullable Tax tax) {
        return LineAmounts.of(subtotal, discounts, tax == null ? null : tax.rate(), order.pricesIncludeTax());
    }
}
