package io.merkato.loyalty;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Points that one customer has, those that expire first spent first, and what is owed of them: 14 days to wait, 2 months to use. */
final class LotsModel {

    private static final class Lot {
        final int order;
        final Instant maturesAt;
        final Instant expiresAt;
        long left;

        Lot(int order, Instant maturesAt, Instant expiresAt, long left) {
            this.order = order;
            this.maturesAt = maturesAt;
            this.expiresAt = expiresAt;
            this.left = left;
        }
    }

    private final List<Lot> lots = new ArrayList<>();
    /** Of each order, how many nobody used in time. */
    private final Map<Integer, Long> expired = new HashMap<>();

    private Instant now = Instant.EPOCH;
    private long owed;

    static Instant later(Instant moment, int months) {
        return moment.atOffset(ZoneOffset.UTC).plusMonths(months).toInstant();
    }

    void at(Instant moment) {
        now = moment;
        owed -= use(Math.min(owed, available())).size();
        lots.removeIf(lot -> {
            boolean lost = isUsable(lot) && !lot.expiresAt.isAfter(now);
            if (lost) {
                expired.merge(lot.order, lot.left, Long::sum);
            }
            return lost;
        });
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

    /** @return when each of them would have expired */
    List<Instant> use(long points) {
        long left = points;
        var used = new ArrayList<Instant>();
        for (Lot lot : lots.stream()
                .filter(this::isUsable)
                .sorted(Comparator.comparing(lot -> lot.expiresAt))
                .toList()) {
            for (; left > 0 && lot.left > 0; left--) {
                lot.left--;
                used.add(lot.expiresAt);
            }
        }
        lots.removeIf(lot -> lot.left == 0);
        return used;
    }

    /** As many as there are; the rest is owed. */
    void useOrOwe(long points) {
        owed += points - use(Math.min(points, available())).size();
    }

    void give(long points) {
        add(-1, points, now, later(now, 2));
    }

    void giveBack(List<Instant> points) {
        points.forEach(expiresAt -> lots.add(new Lot(-1, now, expiresAt, 1)));
        at(now);
    }

    /** @param then when the order was paid: what it gets again waits and expires as if it had kept it */
    void earn(int order, long points, Instant then) {
        Instant maturity = then.plus(Duration.ofDays(14));
        add(order, points, maturity, later(maturity, 2));
    }

    private void add(int order, long points, Instant maturesAt, Instant expiresAt) {
        if (points > 0) {
            lots.add(new Lot(order, maturesAt, expiresAt, points));
        }
        at(now);
    }

    /** The order's own first, those too that expired. */
    void takeBack(int order, long points) {
        long left = points;
        for (boolean usable : new boolean[] {false, true}) {
            for (Lot lot : lots) {
                if (lot.order == order && isUsable(lot) == usable) {
                    long part = Math.min(left, lot.left);
                    lot.left -= part;
                    left -= part;
                }
            }
        }
        lots.removeIf(lot -> lot.left == 0);
        long lost = Math.min(left, expired.getOrDefault(order, 0L));
        expired.merge(order, -lost, Long::sum);
        useOrOwe(left - lost);
    }
}
