package io.merkato.ordering;

import static io.merkato.ordering.OrderPaymentMethod.GIFT_CARD;
import static io.merkato.ordering.OrderPaymentMethod.LOYALTY_POINTS;
import static io.merkato.ordering.OrderPaymentMethod.STORE_CREDIT;

import io.merkato.money.Money;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an order holds of what came in, by where it may go back to: points as points, a gift card's to the card, a provider's through the payment, and store
 * credit as store credit alone. Whatever of the rest came by hand may go back by any way. What went back as store credit in place of something is gone from that.
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
     * @param closed whether it pays no more
     */
    public record Card(String id, @Nullable String lastFour, Money left, boolean closed) {}

    /** What came in by something, less what went back. */
    record Sum(Means means, long amount) {}

    static OrderFunds of(Currency currency, List<Sum> sums, Set<String> closed) {
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
            } else if (sum.means().method() == STORE_CREDIT) {
                credit += sum.amount();
            } else {
                byHand.merge(sum.means().method(), sum.amount(), Long::sum);
            }
        }
        long rest = credit + byHand.values().stream().mapToLong(Long::longValue).sum();
        long credited = Math.max(0, Math.min(credit, rest));
        return new OrderFunds(
                left(points, currency),
                left(credited, currency),
                cards.entrySet().stream()
                        .filter(card -> card.getValue() > 0)
                        .map(card -> new Card(
                                card.getKey(),
                                names.get(card.getKey()),
                                left(card.getValue(), currency),
                                closed.contains(card.getKey())))
                        .toList(),
                left(byHand, currency),
                left(rest - credited, currency),
                left(payments, currency));
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
                        : isCard(through) ? ofCard(through) : throughPayments.getOrDefault(through, none);
            case CASH, BANK_TRANSFER, CASH_ON_DELIVERY, MOBILE_MONEY, CARD, OTHER -> handed;
        };
    }

    private Money ofCard(String id) {
        return cards.stream()
                .filter(card -> card.id().equals(id))
                .map(Card::left)
                .findAny()
                .orElse(Money.zero(points.currency()));
    }

    /** How it goes back to a card; to a customer's store credit where the card is closed. */
    public static Means to(Card card, boolean toCustomer) {
        return new Means(card.closed() && toCustomer ? STORE_CREDIT : GIFT_CARD, card.id(), card.lastFour());
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
