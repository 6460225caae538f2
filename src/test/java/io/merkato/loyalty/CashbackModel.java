package io.merkato.loyalty;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What one customer has of store credit and of cashback, in cents: 2 % of what is paid with money, after 14 days. */
final class CashbackModel {

    private static final class Earned {
        final long paid;
        final long granted;
        final Instant maturesAt;
        long kept;
        boolean matured;

        Earned(long paid, Instant now) {
            this.paid = paid;
            this.granted = portion(paid, 2, 100);
            this.maturesAt = now.plus(Duration.ofDays(14));
            this.kept = granted;
        }
    }

    private final Map<Integer, Earned> orders = new HashMap<>();
    private long credit;
    private long owed;

    static long portion(long number, long part, long whole) {
        return BigDecimal.valueOf(number)
                .multiply(BigDecimal.valueOf(part))
                .divide(BigDecimal.valueOf(whole), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    long credit() {
        return credit;
    }

    long pending() {
        return orders.values().stream()
                .filter(earned -> !earned.matured)
                .mapToLong(earned -> earned.kept)
                .sum();
    }

    long owed() {
        return owed;
    }

    void at(Instant now) {
        for (Earned earned : orders.values()) {
            if (!earned.matured && !earned.maturesAt.isAfter(now)) {
                earned.matured = true;
                get(earned.kept);
            }
        }
    }

    void spend(long cents) {
        credit -= cents;
    }

    /** @param counts what of the order was paid with money and is kept */
    void settle(int order, long counts, boolean paidNow, Instant now) {
        Earned earned = orders.get(order);
        if (earned == null) {
            if (paidNow && portion(counts, 2, 100) > 0) {
                orders.put(order, new Earned(counts, now));
            }
            return;
        }
        long kept = counts >= earned.paid ? earned.granted : portion(earned.granted, counts, earned.paid);
        long more = kept - earned.kept;
        earned.kept = kept;
        if (earned.matured && more > 0) {
            get(more);
        } else if (earned.matured) {
            long taken = Math.min(-more, credit);
            credit -= taken;
            owed += -more - taken;
        }
    }

    /** Store credit that comes in pays what is owed first. */
    void get(long cents) {
        long repaid = Math.min(cents, owed);
        owed -= repaid;
        credit += cents - repaid;
    }
}
