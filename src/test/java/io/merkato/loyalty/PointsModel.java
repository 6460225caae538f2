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

        final List<long[]> redeemed = new ArrayList<>();
        final List<@Nullable Instant> lastExpiries = new ArrayList<>();

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

    /** @return when the last of them would have expired */
    private @Nullable Instant use(long points) {
        long left = points;
        @Nullable Instant last = null;
        for (Lot lot : inOrder()) {
            if (left > 0) {
                long part = Math.min(left, lot.left);
                lot.left -= part;
                left -= part;
                last = lot.expiresAt;
            }
        }
        lots.removeIf(lot -> lot.left == 0);
        return last;
    }

    private void add(int order, long points, Instant maturesAt, @Nullable Instant expiresAt) {
        if (points > 0) {
            lots.add(new Lot(order, maturesAt, expiresAt, points));
            at(now);
        }
    }

    private static Instant later(Instant moment, int months) {
        return moment.atOffset(ZoneOffset.UTC).plusMonths(months).toInstant();
    }

    private void earn(int order, long points) {
        Instant maturity = now.plus(Duration.ofDays(14));
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
        Instant last = use(points);
        order.byPoints += worth;
        order.redeemed.add(new long[] {points, 0, worth});
        order.lastExpiries.add(last);
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
        long back = order.redeemed.stream().mapToLong(each -> each[2]).sum() - order.byPoints;
        for (int i = 0; i < order.redeemed.size(); i++) {
            long[] redeemed = order.redeemed.get(i);
            long part = Math.min(back, redeemed[2]);
            back -= part;
            long returned = redeemed[0] * part / redeemed[2];
            if (returned > redeemed[1]) {
                long more = returned - redeemed[1];
                redeemed[1] = returned;
                add(-1, more, now, order.lastExpiries.get(i));
            }
        }
        long counts = order.cancelled ? 0 : Math.min(order.total, order.cash);
        if (order.at != null) {
            long kept = order.earned * Math.min(counts, order.earnedFor) / order.earnedFor;
            if (kept < order.kept) {
                takeBack(number, order.kept - kept);
            } else {
                earn(number, kept - order.kept);
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
                earn(number, points);
            }
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
