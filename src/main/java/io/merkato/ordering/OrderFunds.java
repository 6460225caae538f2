package io.merkato.ordering;

import static io.merkato.ordering.OrderPaymentMethod.GIFT_CARD;
import static io.merkato.ordering.OrderPaymentMethod.LOYALTY_POINTS;
import static io.merkato.ordering.OrderPaymentMethod.OTHER;
import static io.merkato.ordering.OrderPaymentMethod.STORE_CREDIT;

import io.merkato.money.Money;
import io.merkato.ordering.ClosedCards.Why;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an order holds of what came in, by where it may go back to: points as points, a gift card's to the card, a provider's through the payment, and store
 * credit as store credit alone. Whatever of the rest came by hand may go back by any way; so does what the store credit of somebody paid who is forgotten, as
 * {@code OTHER}. What went back as store credit in place of something is gone from that. But for what is at providers, it is never more than the order holds, also where
 * a provider gave back more than it had taken.
 *
 * @param byHand what came by hand and is left, by the ways it came; no more of all of them than {@code handed}
 * @param handed what is left of what came by hand
 * @param throughPayments by the payment's id, as the API writes it; the older first
 */
public record OrderFunds(
        Money points,
        Money storeCredit,
        List<Card> cards,
        Map<OrderPaymentMethod, Money> byHand,
        Money handed,
        Map<String, Money> throughPayments) {

    /**
     * @param id as the API writes it
     * @param closed why it pays no more; null where it does
     */
    public record Card(
            String id,
            @Nullable String lastFour,
            Money left,
            @Nullable Why closed) {

        private Card with(Money amount) {
            return new Card(id, lastFour, amount, closed);
        }
    }

    /** What came in by something, less what went back. */
    record Sum(Means means, long amount) {}

    static OrderFunds of(Order order, List<Sum> sums, Map<String, Why> closed) {
        boolean known = order.customerId() != null;
        var byHand = new EnumMap<OrderPaymentMethod, Long>(OrderPaymentMethod.class);
        var payments = new TreeMap<String, Long>();
        var cards = new TreeMap<String, Long>();
        var names = new TreeMap<String, String>();
        long points = 0;
        long credit = 0;
        for (Sum sum : sums) {
            String through = sum.means().through();
            if (through != null && isCard(through)) {
                cards.merge(through, sum.amount(), Long::sum);
                if (sum.means().method() == GIFT_CARD && sum.means().reference() != null) {
                    names.put(through, sum.means().reference());
                }
            } else if (through != null) {
                payments.merge(through, sum.amount(), Long::sum);
            } else if (sum.means().method() == LOYALTY_POINTS) {
                points += sum.amount();
            } else if (sum.means().method() == STORE_CREDIT && known) {
                credit += sum.amount();
            } else if (sum.means().method() == STORE_CREDIT) {
                byHand.merge(OTHER, sum.amount(), Long::sum);
            } else {
                byHand.merge(sum.means().method(), sum.amount(), Long::sum);
            }
        }
        long rest = credit + byHand.values().stream().mapToLong(Long::longValue).sum();
        long credited = Math.max(0, Math.min(credit, rest));
        Currency currency = order.currency();
        return new OrderFunds(
                        left(points, currency),
                        left(credited, currency),
                        cards.entrySet().stream()
                                .filter(card -> card.getValue() > 0)
                                .map(card -> new Card(
                                        card.getKey(),
                                        names.get(card.getKey()),
                                        left(card.getValue(), currency),
                                        closed.get(card.getKey())))
                                .toList(),
                        left(byHand, currency),
                        left(rest - credited, currency),
                        left(payments, currency))
                .within(left(order.held().minorUnits(), currency));
    }

    /** What was lost is lost of what came by hand first. */
    private OrderFunds within(Money held) {
        Money left = held;
        Money asPoints = points.least(left);
        left = left.minus(asPoints);
        Money asCredit = storeCredit.least(left);
        left = left.minus(asCredit);
        var onCards = new ArrayList<Card>();
        for (Card card : cards) {
            Money some = card.left().least(left);
            left = left.minus(some);
            onCards.add(card.with(some));
        }
        return new OrderFunds(asPoints, asCredit, onCards, byHand, handed.least(left), throughPayments);
    }

    /** What is left once this went back, which is no more than {@link #most} by its means. */
    OrderFunds without(MoneyBack back) {
        Means means = back.means();
        Money amount = back.amount();
        String through = means.through();
        Money none = Money.zero(points.currency());
        boolean credit = means.method() == STORE_CREDIT && through == null;
        Money owed = credit ? amount.least(storeCredit) : none;
        boolean handedOver = credit || through == null && means.method() != LOYALTY_POINTS;
        var payments = new TreeMap<>(throughPayments);
        if (through != null) {
            payments.computeIfPresent(through, (id, left) -> left.minus(amount));
        }
        return new OrderFunds(
                means.method() == LOYALTY_POINTS ? points.minus(amount) : points,
                storeCredit.minus(owed),
                cards.stream()
                        .map(card -> card.id().equals(through)
                                ? card.with(card.left().minus(amount))
                                : card)
                        .toList(),
                byHand,
                handedOver ? handed.minus(amount.minus(owed)) : handed,
                payments);
    }

    static boolean isCard(String through) {
        return through.startsWith("gift_card_");
    }

    private static Money left(long amount, Currency currency) {
        return new Money(Math.max(0, amount), currency);
    }

    private static <K extends Comparable<K>> Map<K, Money> left(Map<K, Long> sums, Currency currency) {
        var left = new TreeMap<K, Money>();
        sums.forEach((key, amount) -> {
            if (amount > 0) {
                left.put(key, left(amount, currency));
            }
        });
        return left;
    }

    Money atProviders() {
        return Money.sum(points.currency(), throughPayments.values());
    }

    /** What can go back by this. What came by hand may become store credit, and so may a provider's or a card's money that is named. */
    Money most(Means means) {
        Money none = Money.zero(points.currency());
        String through = means.through();
        return switch (means.method()) {
            case LOYALTY_POINTS -> points;
            case GIFT_CARD -> through == null ? none : ofCard(through);
            case STORE_CREDIT ->
                through == null
                        ? storeCredit.plus(handed)
                        : isCard(through)
                                ? isDisabled(through) ? none : ofCard(through)
                                : throughPayments.getOrDefault(through, none);
            case CASH, BANK_TRANSFER, CASH_ON_DELIVERY, MOBILE_MONEY, CARD, OTHER -> handed;
        };
    }

    private boolean isDisabled(String id) {
        return cards.stream().anyMatch(card -> card.id().equals(id) && card.closed() == Why.DISABLED);
    }

    private Money ofCard(String id) {
        return cards.stream()
                .filter(card -> card.id().equals(id))
                .map(Card::left)
                .findAny()
                .orElse(Money.zero(points.currency()));
    }

    /** How it goes back to a card; to a customer's store credit where the card has expired. */
    public static Means to(Card card, boolean toCustomer) {
        return new Means(
                card.closed() == Why.EXPIRED && toCustomer ? STORE_CREDIT : GIFT_CARD, card.id(), card.lastFour());
    }

    /** What goes back where nobody says how: all that is neither by hand nor at a provider, by what it came. */
    List<MoneyBack> ownWays(boolean toCustomer) {
        var back = new ArrayList<MoneyBack>();
        back.add(new MoneyBack(Means.of(LOYALTY_POINTS), points));
        back.add(new MoneyBack(Means.of(STORE_CREDIT), storeCredit));
        cards.forEach(card -> back.add(new MoneyBack(to(card, toCustomer), card.left())));
        back.removeIf(each -> each.amount().minorUnits() == 0);
        return back;
    }
}
