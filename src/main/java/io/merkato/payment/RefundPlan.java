package io.merkato.payment;

import static io.merkato.ordering.OrderPaymentMethod.LOYALTY_POINTS;
import static io.merkato.ordering.OrderPaymentMethod.STORE_CREDIT;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.money.Money;
import io.merkato.ordering.ClosedCards;
import io.merkato.ordering.Means;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderFunds;
import io.merkato.ordering.OrderPaymentMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a refund is spread. The way it came: through the payments at providers, the oldest first, then by hand, then what store credit, gift cards and points paid,
 * each to itself. As store credit: of what store credit and gift cards paid first, then by hand, then in place of payments at providers, the oldest first; and
 * what points paid goes back as points, last, also then, and what a disabled gift card paid goes back to the card. Money that came in by what staff said alone, and money of tests
 * that is none, become store credit only where they may give it. Through a provider go whole steps of what it moves, of some the whole payment or nothing; what is less goes on to the next.
 * Where some is left in the end, one provider moves one step more, and what that step lacks is taken off what goes back in any amount.
 */
final class RefundPlan {

    /** A payment, and what its provider does. */
    record Through(Payment payment, ProviderTerms does) {}

    /** @param through what is asked of its provider; null of what is done at once */
    record Part(Means means, @Nullable Through through, Money amount) {}

    /** What is left somewhere, and how it goes back. @param credit null of what never becomes store credit */
    private static final class Source {
        final Means original;
        final @Nullable Through through;
        final @Nullable Means credit;
        Money left;

        Source(Means original, @Nullable Through through, @Nullable Means credit, Money left) {
            this.original = original;
            this.through = through;
            this.credit = credit;
            this.left = left;
        }

        /** The way it came, multiples of it go back. */
        Money step() {
            return through == null
                    ? new Money(1, left.currency())
                    : through.does().step(through.payment());
        }

        boolean goesInAnyAmount() {
            return step().minorUnits() == 1;
        }

        Money movable(Money amount) {
            return through == null ? amount : through.does().refundable(through.payment(), amount);
        }
    }

    private final Order order;
    private final List<Source> payments = new ArrayList<>();
    private final List<Source> byHand = new ArrayList<>();
    private final List<Source> owed = new ArrayList<>();
    private final Source points;
    private final List<Part> parts = new ArrayList<>();

    /**
     * @param through the order's payments, the oldest first
     * @param attested the ids of those of which the order holds something that no provider said, or that is money of tests
     * @param givesCredit whether store credit may be given for that, and for what came by hand
     */
    RefundPlan(Order order, OrderFunds funds, List<Through> through, Set<String> attested, boolean givesCredit) {
        this.order = order;
        boolean known = order.customerId() != null;
        for (Through each : through) {
            Payment payment = each.payment();
            Money most = PaymentRefund.most(funds, order, payment);
            if (most.minorUnits() > 0) {
                payments.add(new Source(
                        Means.of(STORE_CREDIT),
                        each,
                        givesCredit || !attested.contains(payment.id().text())
                                ? new Means(STORE_CREDIT, payment.id().text(), null)
                                : null,
                        most));
            }
        }
        Money handed = funds.handed();
        for (Map.Entry<OrderPaymentMethod, Money> each : funds.byHand().entrySet()) {
            Money left = each.getValue().least(handed);
            handed = handed.minus(left);
            byHand.add(new Source(Means.of(each.getKey()), null, givesCredit ? Means.of(STORE_CREDIT) : null, left));
        }
        owed.add(new Source(Means.of(STORE_CREDIT), null, Means.of(STORE_CREDIT), funds.storeCredit()));
        funds.cards()
                .forEach(card -> owed.add(new Source(
                        OrderFunds.to(card, known),
                        null,
                        card.closed() == ClosedCards.Why.DISABLED
                                ? null
                                : new Means(STORE_CREDIT, card.id(), card.lastFour()),
                        card.left())));
        points = new Source(Means.of(LOYALTY_POINTS), null, null, funds.points());
    }

    /** What can go back in all. */
    Money most() {
        return left(sources()).least(order.held());
    }

    /** What of it can become store credit. */
    Money mostAsCredit() {
        Money none = Money.zero(order.currency());
        return order.customerId() == null ? none : credited().least(most());
    }

    private Money credited() {
        return left(sources().filter(source -> source.credit != null));
    }

    private Money left(Stream<Source> of) {
        return Money.sum(order.currency(), of.map(source -> source.left).toList());
    }

    private Stream<Source> sources() {
        return Stream.of(payments, byHand, owed, List.of(points)).flatMap(List::stream);
    }

    /**
     * @param amount null for all there is
     * @param credit how much of it as store credit, of what is mixed
     */
    List<Part> spread(OrderRefundTo to, @Nullable Money amount, @Nullable Money credit) {
        Money most = most();
        if (most.minorUnits() <= 0) {
            throw refused(UserErrorCode.NOT_ALLOWED, "Nothing of this order is held that could go back.", "orderId");
        }
        Money all = amount == null ? most : amount;
        within(all, most, "amount");
        if (to != OrderRefundTo.ORIGINAL && order.customerId() == null) {
            throw refused(UserErrorCode.NOT_ALLOWED, "Nobody is known who would get store credit.", "to");
        }
        if (to == OrderRefundTo.MIXED && credit == null) {
            throw refused(UserErrorCode.REQUIRED, "Say how much of it becomes store credit.", "storeCredit");
        }
        if (to != OrderRefundTo.MIXED && credit != null) {
            throw refused(
                    UserErrorCode.INVALID, "Only what is MIXED says how much becomes store credit.", "storeCredit");
        }
        switch (to) {
            case ORIGINAL -> {
                Money left = asItCame(sources(), all);
                refuseLeftOver(left, all, amount != null);
            }
            case STORE_CREDIT -> {
                Money rest = all.minus(credited().least(all));
                if (rest.compareTo(left(toItself())) > 0) {
                    throw refused(
                            UserErrorCode.NOT_ALLOWED,
                            "Store credit for what came by hand is given with STORE_CREDIT_WRITE.",
                            "to");
                }
                asItCame(toItself(), asCredit(all));
            }
            case MIXED -> {
                Money some = Objects.requireNonNull(credit);
                within(some, all.least(mostAsCredit()), "storeCredit");
                asCredit(some);
                Money left = asItCame(sources(), all.minus(some));
                refuseLeftOver(left, all, amount != null);
            }
        }
        return joined();
    }

    private void within(Money amount, Money most, String field) {
        if (!amount.currency().equals(order.currency())) {
            throw new Refused(Refusal.of(
                    UserErrorCode.INVALID, "The order is in " + order.currency() + ".", "input", field, "currency"));
        }
        if (amount.minorUnits() <= 0 || amount.compareTo(most) > 0) {
            throw refused(
                    UserErrorCode.OUT_OF_RANGE,
                    "An amount is above 0, and no more than the " + most.amount() + " " + most.currency()
                            + " that can go back.",
                    field);
        }
    }

    /** @return what is left, which providers do not move */
    private Money asItCame(Stream<Source> from, Money amount) {
        var back = new LinkedHashMap<Source, Money>();
        Money left = amount;
        for (Source source : from.toList()) {
            Money some = source.movable(source.left.least(left));
            back.put(source, some);
            left = left.minus(some);
        }
        if (left.minorUnits() > 0) {
            left = oneStepMore(back, left);
        }
        back.forEach((source, some) -> take(source, source.original, source.through, some));
        return left;
    }

    /**
     * Of what is left, which is less than a step, a step is made: what it lacks is taken off what goes back in any amount, the last first.
     *
     * @return what is left then
     */
    private Money oneStepMore(SequencedMap<Source, Money> back, Money left) {
        Money inAnyAmount = Money.sum(
                order.currency(),
                back.entrySet().stream()
                        .filter(each -> each.getKey().goesInAnyAmount())
                        .map(Map.Entry::getValue)
                        .toList());
        for (Map.Entry<Source, Money> each : back.entrySet()) {
            Money step = each.getKey().step();
            Money more = each.getValue().plus(step);
            Money lacking = step.minus(left);
            if (more.compareTo(each.getKey().left) <= 0 && lacking.compareTo(inAnyAmount) <= 0) {
                each.setValue(more);
                takeOff(back.reversed(), lacking);
                return Money.zero(order.currency());
            }
        }
        return left;
    }

    private static void takeOff(SequencedMap<Source, Money> back, Money amount) {
        Money wanted = amount;
        for (Map.Entry<Source, Money> each : back.entrySet()) {
            if (each.getKey().goesInAnyAmount()) {
                Money less = each.getValue().least(wanted);
                each.setValue(each.getValue().minus(less));
                wanted = wanted.minus(less);
            }
        }
    }

    /** Where everything goes back that can, what providers do not move stays held. */
    private void refuseLeftOver(Money left, Money all, boolean amountNamed) {
        if (left.minorUnits() > 0 && (amountNamed || parts.isEmpty())) {
            throw refused(
                    UserErrorCode.OUT_OF_RANGE,
                    "Of it " + all.minus(left).amount() + " " + all.currency()
                            + " can go back this way: what is left is less than a provider gives back.",
                    "amount");
        }
    }

    /** Points and disabled gift cards: what they paid becomes store credit for nobody. */
    private Stream<Source> toItself() {
        return Stream.concat(owed.stream(), Stream.of(points)).filter(source -> source.credit == null);
    }

    /** @return what is left, which is not to become store credit */
    private Money asCredit(Money amount) {
        Money left = amount;
        for (Source source :
                Stream.of(owed, byHand, payments).flatMap(List::stream).toList()) {
            if (source.credit != null) {
                left = take(source, source.credit, null, left);
            }
        }
        return left;
    }

    private Money take(Source source, Means means, @Nullable Through through, Money wanted) {
        Money taken = source.left.least(wanted);
        if (taken.minorUnits() > 0) {
            source.left = source.left.minus(taken);
            parts.add(new Part(means, through, taken));
        }
        return wanted.minus(taken);
    }

    /** What goes back by the same is one. */
    private List<Part> joined() {
        var joined = new ArrayList<Part>();
        for (Part part : parts) {
            int same = -1;
            for (int i = 0; i < joined.size(); i++) {
                if (part.through() == null
                        && joined.get(i).through() == null
                        && joined.get(i).means().equals(part.means())) {
                    same = i;
                }
            }
            if (same < 0) {
                joined.add(part);
            } else {
                joined.set(
                        same,
                        new Part(part.means(), null, joined.get(same).amount().plus(part.amount())));
            }
        }
        return joined;
    }

    private static Refused refused(UserErrorCode code, String message, String field) {
        return new Refused(Refusal.of(code, message, "input", field));
    }
}
