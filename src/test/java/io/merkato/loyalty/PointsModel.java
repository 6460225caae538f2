package io.merkato.loyalty;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one customer has of points, as the rules are told to people: 14 days to wait, 2 months to use, tiers by what the last 3 months earned. */
final class PointsModel {

    private static final int MINIMUM = 10;

    private static final class Lot {
        final int order;
        final Instant maturesAt;
        final @Nullable Instant expiresAt;
        long left;

        Lot(int order, Instant maturesAt, @Nullable Instant expiresAt, long left) {
            this.order = order;
            this.maturesAt = maturesAt;
            this.expiresAt = expiresAt;
            this.left = left;
        }
    }

    /** Points that expire together, and how many of them did not come back. */
    private static final class Part {
        final @Nullable Instant expiresAt;
        long out;

        Part(@Nullable Instant expiresAt, long out) {
            this.expiresAt = expiresAt;
            this.out = out;
        }
    }

    private static final class Redeemed {
        final long points;
        final long worth;
        final List<Part> parts;
        long back;

        Redeemed(long points, long worth, List<Part> parts) {
            this.points = points;
            this.worth = worth;
            this.parts = parts;
        }
    }

    private static final class Bought {
        final long total;
        boolean cancelled;
        long cash;
        long byPoints;
        long earnedFor;
        long earned;
        long kept;

        @Nullable
        Instant at;

        final List<Redeemed> redeemed = new ArrayList<>();

        Bought(long total) {
            this.total = total;
        }

        long owes() {
            return cancelled ? -cash - byPoints : total - cash - byPoints;
        }
    }

    private final List<Lot> lots = new ArrayList<>();
    private final Map<Integer, Bought> orders = new HashMap<>();
    private Instant now = Instant.EPOCH;
    private long owed;

    void ordered(int order, long total) {
        orders.put(order, new Bought(total));
    }

    void at(Instant moment) {
        now = moment;
        repay();
        lots.removeIf(lot -> isUsable(lot) && lot.expiresAt != null && !lot.expiresAt.isAfter(now));
    }

    private boolean isUsable(Lot lot) {
        return !lot.maturesAt.isAfter(now);
    }

    long available() {
        return lots.stream().filter(this::isUsable).mapToLong(lot -> lot.left).sum();
    }

    long pending() {
        return lots.stream()
                .filter(lot -> !isUsable(lot))
                .mapToLong(lot -> lot.left)
                .sum();
    }

    long owed() {
        return owed;
    }

    long tierPoints() {
        Instant since = now.atOffset(ZoneOffset.UTC).minusMonths(3).toInstant();
        return orders.values().stream()
                .filter(order -> order.at != null && order.at.isAfter(since))
                .mapToLong(order -> order.kept)
                .sum();
    }

    String tier() {
        long points = tierPoints();
        return points >= 300 ? "gold" : points >= 100 ? "silver" : points >= 0 ? "all" : "none";
    }

    private void repay() {
        long repaid = Math.min(owed, available());
        use(repaid);
        owed -= repaid;
    }

    private List<Lot> inOrder() {
        return lots.stream()
                .filter(this::isUsable)
                .sorted(Comparator.comparing(lot -> lot.expiresAt == null ? Instant.MAX : lot.expiresAt))
                .toList();
    }

    private List<Part> use(long points) {
        long left = points;
        var parts = new ArrayList<Part>();
        for (Lot lot : inOrder()) {
            if (left > 0) {
                long part = Math.min(left, lot.left);
                lot.left -= part;
                left -= part;
                parts.add(new Part(lot.expiresAt, part));
            }
        }
        lots.removeIf(lot -> lot.left == 0);
        return parts;
    }

    private void add(int order, long points, Instant maturesAt, @Nullable Instant expiresAt) {
        if (points > 0) {
            lots.add(new Lot(order, maturesAt, expiresAt, points));
        }
        at(now);
    }

    private static Instant later(Instant moment, int months) {
        return moment.atOffset(ZoneOffset.UTC).plusMonths(months).toInstant();
    }

    /** @param then when the order was paid: what it gets again waits and expires as if it had kept it */
    private void earn(int order, long points, Instant then) {
        Instant maturity = then.plus(Duration.ofDays(14));
        add(order, points, maturity, later(maturity, 2));
    }

    boolean pay(int number) {
        Bought order = order(number);
        long owes = order.owes();
        if (order.cancelled || owes <= 0) {
            return false;
        }
        order.cash += owes;
        settle(number);
        return true;
    }

    boolean redeem(int number, long points) {
        Bought order = order(number);
        long worth = points * 5;
        if (order.cancelled || order.owes() <= 0 || points < MINIMUM || points > available() || worth > order.owes()) {
            return false;
        }
        order.byPoints += worth;
        order.redeemed.add(new Redeemed(points, worth, use(points)));
        settle(number);
        return true;
    }

    boolean refund(int number, long amount, boolean points) {
        Bought order = order(number);
        if (amount <= 0 || amount > (points ? order.byPoints : order.cash)) {
            return false;
        }
        if (points) {
            order.byPoints -= amount;
        } else {
            order.cash -= amount;
        }
        settle(number);
        return true;
    }

    boolean cancel(int number) {
        Bought order = order(number);
        if (order.cancelled) {
            return false;
        }
        order.cancelled = true;
        order.cash = 0;
        order.byPoints = 0;
        settle(number);
        return true;
    }

    boolean adjust(long points) {
        if (points < 0 && -points > available()) {
            return false;
        }
        if (points < 0) {
            use(-points);
        } else {
            add(-1, points, now, later(now, 2));
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
            giveBack(redeemed, redeemed.points * part / redeemed.worth);
        }
        long counts = order.cancelled ? 0 : Math.min(order.total, order.cash);
        if (order.at != null) {
            long kept = order.earned * Math.min(counts, order.earnedFor) / order.earnedFor;
            if (kept < order.kept) {
                takeBack(number, order.kept - kept);
            } else {
                earn(number, kept - order.kept, order.at);
            }
            order.kept = kept;
        } else if (!order.cancelled && order.owes() <= 0 && counts > 0) {
            long plain = counts / 100;
            long millis = switch (tier()) {
                case "gold" -> 1500;
                case "silver" -> 1250;
                default -> 1000;
            };
            long points = plain * millis / 1000;
            if (points > 0) {
                order.at = now;
                order.earnedFor = counts;
                order.earned = points;
                order.kept = points;
                earn(number, points, now);
            }
        }
    }

    private void giveBack(Redeemed redeemed, long back) {
        long more = back - redeemed.back;
        if (more > 0) {
            redeemed.back = back;
            for (Part part : redeemed.parts) {
                long now = Math.min(more, part.out);
                part.out -= now;
                more -= now;
                if (now > 0) {
                    lots.add(new Lot(-1, this.now, part.expiresAt, now));
                }
            }
            at(now);
        }
    }

    private void takeBack(int number, long points) {
        long left = points;
        for (boolean usable : new boolean[] {false, true}) {
            for (Lot lot : lots) {
                if (lot.order == number && isUsable(lot) == usable) {
                    long part = Math.min(left, lot.left);
                    lot.left -= part;
                    left -= part;
                }
            }
        }
        long others = Math.min(left, available());
        use(others);
        lots.removeIf(lot -> lot.left == 0);
        owed += left - others;
    }
}
