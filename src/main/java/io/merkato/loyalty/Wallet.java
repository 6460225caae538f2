package io.merkato.loyalty;

import io.merkato.api.Uuid7;
import io.merkato.money.Money;
import io.merkato.ordering.Order;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An account whose row is held: its lots, what its customer owes, and what happens to it, to be written together. Whatever happens, first all
 * that is due by then matures and expires, so that nothing depends on when the nightly work ran.
 *
 * <p>Points that are taken back after they were spent are owed; what is owed is taken of the next that can be used, at once. Those that expired are lost
 * already.
 */
final class Wallet {

    /** @param taken of which, the first to expire first */
    record Spent(LoyaltyMovement.Id movement, List<Taken> taken) {}

    private static final int IDS = 20;

    private final LoyaltyAccount account;
    private final LoyaltyProgramme programme;
    private final Instant now;
    private final String actor;
    private final Map<UUID, Lot> lots = new LinkedHashMap<>();
    /** Of which some expired; those of before only where they were recalled. */
    private final Map<UUID, Lot> expired = new LinkedHashMap<>();

    /** Of orders that may earn again; another account's too, where that became this one. */
    private final List<Lot> earned = new ArrayList<>();

    private final Map<UUID, Lot> changed = new LinkedHashMap<>();
    private final List<LoyaltyMovement> moved = new ArrayList<>();
    /** In the order in which things happen, at one moment too. */
    private final Queue<UUID> ids = new ArrayDeque<>();

    private long owed;

    /** @param lots with something left */
    Wallet(LoyaltyAccount account, LoyaltyProgramme programme, List<Lot> lots, long owed, Instant now, String actor) {
        this.account = account;
        this.programme = programme;
        this.owed = owed;
        this.now = now;
        this.actor = actor;
        lots.stream().sorted(Lot.SPENT_FIRST).forEach(lot -> this.lots.put(lot.id(), lot));
        catchUp();
    }

    LoyaltyAccount account() {
        return account;
    }

    LoyaltyProgramme programme() {
        return programme;
    }

    List<LoyaltyMovement> moved() {
        return List.copyOf(moved);
    }

    List<Lot> changed() {
        return List.copyOf(changed.values());
    }

    long available() {
        return sum(Lot::matured);
    }

    long pending() {
        return sum(lot -> !lot.matured());
    }

    long owed() {
        return owed;
    }

    private long sum(Predicate<Lot> which) {
        return lots.values().stream().filter(which).mapToLong(Lot::remaining).sum();
    }

    /** Lets mature and expire what is due. */
    private void catchUp() {
        long matured = 0;
        for (Lot lot : List.copyOf(lots.values())) {
            if (!lot.matured() && !lot.maturesAt().isAfter(now)) {
                matured += lot.remaining();
                put(lot.asMatured());
            }
        }
        move(LoyaltyMovement.Kind.MATURED, -matured, matured, 0, null, null, null);
        repay();
        long lost = 0;
        for (Lot lot : List.copyOf(lots.values())) {
            if (lot.matured() && lot.isExpired(now)) {
                lost += lot.remaining();
                put(lot.asExpired());
            }
        }
        move(LoyaltyMovement.Kind.EXPIRED, 0, -lost, 0, null, null, null);
    }

    /** Lots of orders that may be taken back, or earned again, with nothing left too; those of other accounts are not this one's to change. */
    void recall(List<Lot> ofOrders) {
        earned.addAll(ofOrders);
        ofOrders.stream()
                .filter(lot -> lot.expired() > 0 && lot.account().equals(account.id()))
                .forEach(lot -> expired.put(lot.id(), lot));
    }

    private void repay() {
        long repaid = take(Lot::matured, owed);
        owed -= repaid;
        move(LoyaltyMovement.Kind.REPAID, 0, -repaid, -repaid, null, null, null);
    }

    /** Points for an order, which wait as long as the programme says. */
    void earn(long points, Order.Id order) {
        earn(LoyaltyMovement.Kind.EARNED, points, order);
    }

    void earn(LoyaltyMovement.Kind kind, long points, Order.Id order) {
        if (points > 0) {
            put(earned(points, order, now));
            move(kind, points, 0, 0, order, null, null);
            catchUp();
        }
    }

    /** Points that had been taken back of what an order earned then: they wait and expire as if they never had been, whatever the programme says by now. */
    void earnAgain(long points, Order.Id order, Instant then) {
        if (points > 0) {
            put(earned.stream()
                    .filter(lot -> order.equals(lot.orderId()) && lot.earnedAt().equals(then))
                    .min(Comparator.comparing(Lot::id))
                    .map(first -> Lot.of(account.id(), order, points, then, first.maturesAt(), first.expiresAt()))
                    .orElseGet(() -> earned(points, order, then)));
            move(LoyaltyMovement.Kind.EARNED, points, 0, 0, order, null, null);
            catchUp();
        }
    }

    private Lot earned(long points, Order.Id order, Instant at) {
        Instant maturity = programme.maturity(at);
        return Lot.of(account.id(), order, points, at, maturity, programme.expiry(maturity));
    }

    /** Takes back what an order earned: of its own points first, those too that expired, then of what else can be used; the rest is owed. */
    void reverse(long points, Order.Id order) {
        reverse(LoyaltyMovement.Kind.REVERSED, points, order);
    }

    void reverse(LoyaltyMovement.Kind kind, long points, Order.Id order) {
        long pending = take(lot -> !lot.matured() && order.equals(lot.orderId()), points);
        long own = take(lot -> lot.matured() && order.equals(lot.orderId()), points - pending);
        long lost = unexpire(points - pending - own, order);
        long others = take(Lot::matured, points - pending - own - lost);
        long rest = points - pending - own - lost - others;
        owed += rest;
        move(LoyaltyMovement.Kind.EXPIRED, 0, lost, 0, order, null, null);
        move(kind, -pending, -own - lost - others, rest, order, null, null);
    }

    /** @return how many of what the order earned had expired, and have not any more */
    private long unexpire(long most, Order.Id order) {
        long left = most;
        for (Lot lot : List.copyOf(expired.values())) {
            long part = order.equals(lot.orderId()) ? Math.min(left, lot.expired()) : 0;
            if (part > 0) {
                put(lot.lessExpired(part));
                left -= part;
            }
        }
        return most - left;
    }

    /** @param points no more than are available */
    Spent spend(
            LoyaltyMovement.Kind kind,
            long points,
            Order.@Nullable Id order,
            @Nullable Money worth,
            @Nullable String reason) {
        if (points <= 0 || points > available()) {
            throw new IllegalArgumentException(points + " of " + available() + " points");
        }
        var taken = new ArrayList<Taken>();
        long left = points;
        for (Lot lot : lots.values().stream()
                .filter(Lot::matured)
                .sorted(Lot.SPENT_FIRST)
                .toList()) {
            long part = Math.min(left, lot.remaining());
            if (part > 0) {
                taken.add(new Taken(part, lot.expiresAt()));
                put(lot.less(part));
                left -= part;
            }
        }
        return new Spent(move(kind, 0, -points, 0, order, worth, reason), taken);
    }

    /** Points that paid for an order come back, and expire as they would have. */
    void giveBack(List<Taken> back, Order.Id order) {
        long points = back.stream().mapToLong(Taken::points).sum();
        if (points > 0) {
            back.forEach(each -> put(Lot.of(account.id(), null, each.points(), now, now, each.expiresAt())
                    .asMatured()));
            move(LoyaltyMovement.Kind.RETURNED, 0, points, 0, order, null, null);
            catchUp();
        }
    }

    /** Points that came back are spent once more; the rest is owed. */
    void spendAgain(long points, Order.Id order) {
        long taken = take(Lot::matured, points);
        owed += points - taken;
        move(LoyaltyMovement.Kind.REDEEMED, 0, -taken, points - taken, order, null, null);
    }

    /** Gives points that can be used at once. */
    LoyaltyMovement.Id grant(long points, String reason) {
        put(Lot.of(account.id(), null, points, now, now, programme.expiry(now)).asMatured());
        LoyaltyMovement.Id id = move(LoyaltyMovement.Kind.ADJUSTED, 0, points, 0, null, null, reason);
        catchUp();
        return id;
    }

    /** All that is here is the other's from now on, what is owed too. */
    void mergeInto(Wallet other) {
        long pending = pending();
        long available = available();
        for (Lot lot : List.copyOf(lots.values())) {
            changed.remove(lot.id());
            other.put(lot.of(other.account.id()));
        }
        lots.clear();
        move(LoyaltyMovement.Kind.MERGED, -pending, -available, -owed, null, null, null);
        other.owed += owed;
        other.move(LoyaltyMovement.Kind.MERGED, pending, available, owed, null, null, null);
        owed = 0;
        other.catchUp();
    }

    /** @return how many were there, and are taken, of those that expire first first */
    private long take(Predicate<Lot> which, long most) {
        long left = most;
        for (Lot lot :
                lots.values().stream().filter(which).sorted(Lot.SPENT_FIRST).toList()) {
            long taken = Math.min(left, lot.remaining());
            if (taken > 0) {
                put(lot.less(taken));
                left -= taken;
            }
        }
        return most - left;
    }

    private void put(Lot lot) {
        changed.put(lot.id(), lot);
        if (lot.remaining() == 0) {
            lots.remove(lot.id());
        } else {
            lots.put(lot.id(), lot);
        }
        if (lot.expired() == 0) {
            expired.remove(lot.id());
        } else {
            expired.put(lot.id(), lot);
        }
    }

    private LoyaltyMovement.Id move(
            LoyaltyMovement.Kind kind,
            long pending,
            long available,
            long owing,
            Order.@Nullable Id order,
            @Nullable Money worth,
            @Nullable String reason) {
        if (ids.isEmpty()) {
            ids.addAll(Uuid7.next(IDS));
        }
        var id = new LoyaltyMovement.Id(ids.remove());
        if (pending != 0 || available != 0 || owing != 0) {
            moved.add(new LoyaltyMovement(
                    id,
                    account.id(),
                    account.customerId(),
                    kind,
                    pending,
                    available,
                    owing,
                    order,
                    worth,
                    reason,
                    actor,
                    now));
        }
        return id;
    }
}
