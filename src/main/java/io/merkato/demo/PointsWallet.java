package io.merkato.demo;

import static io.merkato.jooq.loyalty.Tables.LOT;
import static io.merkato.jooq.loyalty.Tables.LOYALTY_ACCOUNT;

import io.merkato.customer.Customer;
import io.merkato.loyalty.LoyaltyAccount;
import io.merkato.loyalty.LoyaltyMovement;
import io.merkato.loyalty.LoyaltyProgramme;
import io.merkato.money.Money;
import io.merkato.ordering.Order;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The points of one customer of the demo in one programme. What is due matures and expires by night; the first to expire are spent first. */
final class PointsWallet {

    private static final LocalTime NIGHT = LocalTime.of(3, 17);
    private static final String UPKEEP = "loyaltyUpkeep";

    /** @param lastExpiry when the last of the points would have expired; null for never */
    record Spent(UUID movement, @Nullable Instant lastExpiry) {}

    private static final class Lot {

        final Order.@Nullable Id order;
        final Instant earned;
        final Instant matures;
        final @Nullable Instant expires;
        final Rows.Row row;
        long remaining;
        boolean matured;

        Lot(Order.@Nullable Id order, Instant earned, Instant matures, @Nullable Instant expires, Rows.Row row) {
            this.order = order;
            this.earned = earned;
            this.matures = matures;
            this.expires = expires;
            this.row = row;
        }

        Instant end() {
            return expires == null ? Instant.MAX : expires;
        }

        /** When something becomes of it by itself. */
        Instant due() {
            return remaining == 0 ? Instant.MAX : matured ? end() : matures;
        }

        void now(long left, boolean usable) {
            remaining = left;
            matured = usable;
            row.set(LOT.REMAINING, left).set(LOT.MATURED, usable);
        }
    }

    private record Counted(Instant at, long points) {}

    private final PointsRows rows;
    private final LoyaltyProgramme.Id programme;
    private final PointsBook.Programme rules;
    private final LoyaltyAccount.Id account;
    private final List<Lot> lots = new ArrayList<>();
    private final List<Counted> counted = new ArrayList<>();
    private Instant now;

    PointsWallet(
            PointsRows rows,
            LoyaltyProgramme.Id programme,
            PointsBook.Programme rules,
            Customer.Id customer,
            Instant opened) {
        this.rows = rows;
        this.programme = programme;
        this.rules = rules;
        this.now = opened;
        this.account = new LoyaltyAccount.Id(rows.ids.at(opened, "loyalty account", rules.code(), customer.text()));
        rows.accounts
                .next()
                .set(LOYALTY_ACCOUNT.ID, account.value())
                .set(LOYALTY_ACCOUNT.PROGRAMME_ID, programme.value())
                .set(LOYALTY_ACCOUNT.CUSTOMER_ID, customer.value())
                .set(LOYALTY_ACCOUNT.OPENED_AT, opened);
    }

    UUID id() {
        return account.value();
    }

    LoyaltyAccount.Id account() {
        return account;
    }

    /** Lets happen what is due until then, night by night, and at that moment. */
    void until(Instant at) {
        for (Instant due = due(); !due.isAfter(at); due = due()) {
            Instant night = night(due);
            now = night.isAfter(at) ? at : night;
            catchUp(UPKEEP);
        }
        now = at;
    }

    private Instant due() {
        return lots.stream().map(Lot::due).min(Comparator.naturalOrder()).orElse(Instant.MAX);
    }

    /** When the nightly upkeep does what is due. */
    static Instant night(Instant due) {
        OffsetDateTime day = due.atOffset(ZoneOffset.UTC);
        Instant night = day.with(NIGHT).toInstant();
        return night.isBefore(due) ? night.plus(Duration.ofDays(1)) : night;
    }

    private void catchUp(String actor) {
        long matured = 0;
        for (Lot lot : lots) {
            if (lot.remaining > 0 && !lot.matured && !lot.matures.isAfter(now)) {
                matured += lot.remaining;
                lot.now(lot.remaining, true);
            }
        }
        move(LoyaltyMovement.Kind.MATURED, -matured, matured, null, null, null, actor);
        long expired = take(lot -> lot.matured && !lot.end().isAfter(now), Long.MAX_VALUE);
        move(LoyaltyMovement.Kind.EXPIRED, 0, -expired, null, null, null, actor);
    }

    void earn(LoyaltyMovement.Kind kind, long points, Order.Id order) {
        put(order, points, now.plus(Duration.ofDays(rules.maturationDays())), false);
        move(kind, points, 0, order, null, null, "payments");
        catchUp("payments");
    }

    /** Of what this order earned first, then of what else can be used; more than that the demo's customers never spent. */
    void reverse(long points, Order.Id order) {
        long pending = take(lot -> !lot.matured && order.equals(lot.order), points);
        long own = take(lot -> lot.matured && order.equals(lot.order), points - pending);
        long others = take(lot -> lot.matured, points - pending - own);
        if (pending + own + others != points) {
            throw new IllegalArgumentException(order + ": points that go back were spent");
        }
        move(LoyaltyMovement.Kind.REVERSED, -pending, -own - others, order, null, null, "payments");
    }

    /** @param order null where none is paid */
    Spent spend(LoyaltyMovement.Kind kind, long points, Order.@Nullable Id order, Money worth, String actor) {
        Instant last = Instant.MIN;
        long left = points;
        for (Lot lot : spentFirst(lot -> lot.matured).toList()) {
            if (left > 0) {
                last = lot.end();
                left -= Math.min(left, lot.remaining);
            }
        }
        if (left > 0) {
            throw new IllegalArgumentException(account + ", " + now + ": " + left + " points too few");
        }
        take(lot -> lot.matured, points);
        UUID movement = move(kind, 0, -points, order, worth, null, actor);
        return new Spent(Objects.requireNonNull(movement), last.equals(Instant.MAX) ? null : last);
    }

    void give(long points, String reason, String actor) {
        put(null, points, now, true);
        move(LoyaltyMovement.Kind.ADJUSTED, 0, points, null, null, reason, actor);
    }

    /** Points that count for a tier, earned then. */
    void counts(Instant at, long points) {
        counted.add(new Counted(at, points));
    }

    long counted(Instant since) {
        return counted.stream()
                .filter(each -> each.at().isAfter(since))
                .mapToLong(Counted::points)
                .sum();
    }

    private void put(Order.@Nullable Id order, long points, Instant matures, boolean matured) {
        Instant expires = rules.expiryMonths() == null
                ? null
                : matures.atOffset(ZoneOffset.UTC)
                        .plusMonths(rules.expiryMonths())
                        .toInstant();
        Rows.Row row = rows.lots
                .next()
                .set(LOT.ID, rows.ids.at(now, "points lot", account.text(), "" + lots.size()))
                .set(LOT.LOYALTY_ACCOUNT_ID, account.value())
                .set(LOT.ORDER_ID, order == null ? null : order.value())
                .set(LOT.POINTS, points)
                .set(LOT.EARNED_AT, now)
                .set(LOT.MATURES_AT, matures)
                .set(LOT.EXPIRES_AT, expires);
        var lot = new Lot(order, now, matures, expires, row);
        lot.now(points, matured);
        lots.add(lot);
    }

    private Stream<Lot> spentFirst(Predicate<Lot> which) {
        return lots.stream()
                .filter(lot -> lot.remaining > 0)
                .filter(which)
                .sorted(Comparator.comparing(Lot::end).thenComparing(lot -> lot.earned));
    }

    private long take(Predicate<Lot> which, long most) {
        long left = most;
        for (Lot lot : spentFirst(which).toList()) {
            long taken = Math.min(left, lot.remaining);
            lot.now(lot.remaining - taken, lot.matured);
            left -= taken;
        }
        return most - left;
    }

    private @Nullable UUID move(
            LoyaltyMovement.Kind kind,
            long pending,
            long available,
            Order.@Nullable Id order,
            @Nullable Money worth,
            @Nullable String reason,
            String actor) {
        return pending == 0 && available == 0
                ? null
                : rows.move(new PointsRows.Moved(
                        account, programme, kind, pending, available, order, worth, reason, actor, now));
    }
}
