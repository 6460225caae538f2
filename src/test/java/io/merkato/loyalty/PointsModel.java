package io.merkato.loyalty;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one customer buys, earns and spends, as the rules are told to people: 10 points at least, tiers by what the last 3 months earned. */
final class PointsModel {

    private static final int MINIMUM = 10;

    /** What earns more, for all customers together: as many again, or so many for each piece of goods. */
    static final class Rule {
        final long perPiece;
        final Instant from;
        final Instant until;
        final long budget;
        long left;

        Rule(long perPiece, Instant from, Instant until, long budget) {
            this.perPiece = perPiece;
            this.from = from;
            this.until = until;
            this.budget = budget;
            this.left = budget;
        }

        long give(long points) {
            long given = Math.min(points, left);
            left -= given;
            return given;
        }
    }

    /** Points that were spent, by when each would have expired, the first first. */
    private static final class Redeemed {
        final long worth;
        final List<Instant> points;
        int back;

        Redeemed(long worth, List<Instant> points) {
            this.worth = worth;
            this.points = points;
        }
    }

    private static final class Bonus {
        final Rule rule;
        final long points;
        long kept;

        Bonus(Rule rule, long points) {
            this.rule = rule;
            this.points = points;
            this.kept = points;
        }
    }

    private static final class Bought {
        long total;
        final long pieces;
        final long wanted;

        @Nullable
        Instant placedAt;

        boolean cancelled;
        boolean refunded;
        long cash;
        long byPoints;
        long byCredit;
        long earnedFor;
        long base;
        long kept;

        @Nullable
        Instant at;

        @Nullable
        Redeemed discount;

        final List<Bonus> bonuses = new ArrayList<>();
        final List<Redeemed> redeemed = new ArrayList<>();

        Bought(long total, long pieces, long wanted, @Nullable Instant placedAt) {
            this.total = total;
            this.pieces = pieces;
            this.wanted = wanted;
            this.placedAt = placedAt;
        }

        long owes() {
            return cancelled ? 0 : total - cash - byPoints - byCredit;
        }
    }

    private final List<Rule> rules;
    private final CashbackModel cashback = new CashbackModel();
    private final LotsModel lots = new LotsModel();
    private final Map<Integer, Bought> orders = new HashMap<>();
    private Instant now = Instant.EPOCH;
    private long worth;

    PointsModel(List<Rule> rules) {
        this.rules = rules;
    }

    LotsModel lots() {
        return lots;
    }

    CashbackModel cashback() {
        return cashback;
    }

    void ordered(int order, long total, Instant placedAt) {
        orders.put(order, new Bought(total, 0, 0, placedAt));
    }

    /** @param points that are to take something off */
    void filled(int order, long total, long pieces, long points) {
        orders.put(order, new Bought(total, pieces, points, null));
    }

    /** @param cents what a point is worth from now on */
    void at(Instant moment, long cents) {
        now = moment;
        worth = cents;
        lots.at(moment);
        cashback.at(moment);
    }

    long tierPoints() {
        Instant since = LotsModel.later(now, -3);
        return orders.values().stream()
                .filter(order -> order.at != null && order.at.isAfter(since))
                .mapToLong(order -> order.kept)
                .sum();
    }

    String tier() {
        long points = tierPoints();
        return points >= 300 ? "gold" : points >= 100 ? "silver" : points >= 0 ? "all" : "none";
    }

    private boolean canUse(long points) {
        return points >= MINIMUM && points <= lots.available();
    }

    boolean place(int number) {
        Bought order = order(number);
        if (order.placedAt != null || !canUse(order.wanted)) {
            return false;
        }
        order.placedAt = now;
        order.discount = new Redeemed(order.wanted * worth, lots.use(order.wanted));
        order.total -= order.discount.worth;
        return true;
    }

    boolean pay(int number) {
        Bought order = order(number);
        if (order.owes() <= 0) {
            return false;
        }
        order.cash += order.owes();
        settle(number);
        return true;
    }

    boolean redeem(int number, long points) {
        Bought order = order(number);
        if (!canUse(points) || points * worth > order.owes()) {
            return false;
        }
        order.byPoints += points * worth;
        order.redeemed.add(new Redeemed(points * worth, lots.use(points)));
        settle(number);
        return true;
    }

    boolean spendCredit(int number, long cents) {
        Bought order = order(number);
        if (cents > cashback.credit() || cents > order.owes()) {
            return false;
        }
        order.byCredit += cents;
        cashback.spend(cents);
        settle(number);
        return true;
    }

    boolean convert(long points) {
        if (!canUse(points)) {
            return false;
        }
        lots.use(points);
        cashback.get(points * worth);
        return true;
    }

    boolean refund(int number, long amount, boolean points) {
        Bought order = order(number);
        if (amount > (points ? order.byPoints : order.cash)) {
            return false;
        }
        if (points) {
            order.byPoints -= amount;
        } else {
            order.cash -= amount;
        }
        order.refunded = true;
        settle(number);
        return true;
    }

    boolean cancel(int number) {
        Bought order = order(number);
        if (order.cancelled) {
            return false;
        }
        order.cancelled = true;
        cashback.get(order.byCredit);
        order.cash = 0;
        order.byPoints = 0;
        order.byCredit = 0;
        settle(number);
        return true;
    }

    boolean adjust(long points) {
        if (points < 0 && -points > lots.available()) {
            return false;
        }
        if (points < 0) {
            lots.use(-points);
        } else {
            lots.give(points);
        }
        return true;
    }

    private Bought order(int number) {
        return Objects.requireNonNull(orders.get(number));
    }

    /** What an order earns and gives back, where it stands now. */
    private void settle(int number) {
        Bought order = order(number);
        long back = order.redeemed.stream().mapToLong(each -> each.worth).sum() - order.byPoints;
        for (Redeemed redeemed : order.redeemed) {
            long part = Math.min(back, redeemed.worth);
            back -= part;
            giveBack(redeemed, part, false);
        }
        if (order.discount != null) {
            giveBack(order.discount, order.discount.worth - standing(order, order.discount.worth), true);
        }
        long counts = order.cancelled ? 0 : Math.min(order.total, order.cash);
        boolean paid = !order.cancelled && order.owes() <= 0;
        if (order.at != null) {
            restate(number, order, order.at, counts);
        } else if (paid && counts > 0) {
            earn(number, order, counts);
        }
        cashback.settle(number, counts, paid, now);
    }

    /** What points took off stands as far as the rest is paid, once anything of that went back. */
    private static long standing(Bought order, long off) {
        long paid = order.cash + order.byPoints + order.byCredit;
        if (order.cancelled) {
            return 0;
        }
        return !order.refunded || paid >= order.total ? off : CashbackModel.portion(off, paid, order.total);
    }

    private void earn(int number, Bought order, long counts) {
        Instant placedAt = Objects.requireNonNull(order.placedAt);
        long plain = counts / 100;
        long millis = switch (tier()) {
            case "gold" -> 1500;
            case "silver" -> 1250;
            default -> 1000;
        };
        long base = plain * millis / 1000;
        for (Rule rule : rules) {
            if (!placedAt.isBefore(rule.from) && placedAt.isBefore(rule.until)) {
                long given =
                        rule.give(rule.perPiece == 0 ? plain : rule.perPiece * order.pieces * counts / order.total);
                order.bonuses.add(new Bonus(rule, given));
            }
        }
        long points =
                base + order.bonuses.stream().mapToLong(bonus -> bonus.points).sum();
        if (points > 0) {
            order.at = now;
            order.earnedFor = counts;
            order.base = base;
            order.kept = points;
            lots.earn(number, points, now);
        }
    }

    private void restate(int number, Bought order, Instant at, long counts) {
        long part = Math.min(counts, order.earnedFor);
        long kept = order.base * part / order.earnedFor;
        for (Bonus bonus : order.bonuses) {
            long wanted = bonus.points * part / order.earnedFor;
            if (wanted < bonus.kept) {
                bonus.rule.left += bonus.kept - wanted;
                bonus.kept = wanted;
            } else {
                bonus.kept += bonus.rule.give(wanted - bonus.kept);
            }
            kept += bonus.kept;
        }
        if (kept < order.kept) {
            lots.takeBack(number, order.kept - kept);
        } else {
            lots.earn(number, kept - order.kept, at);
        }
        order.kept = kept;
    }

    /** @param again whether what came back before can be spent once more */
    private void giveBack(Redeemed redeemed, long part, boolean again) {
        int back = (int) (redeemed.points.size() * part / redeemed.worth);
        if (back > redeemed.back) {
            lots.giveBack(redeemed.points.subList(redeemed.back, back));
            redeemed.back = back;
        } else if (again) {
            lots.useOrOwe(redeemed.back - back);
            redeemed.back = back;
        }
    }
}
