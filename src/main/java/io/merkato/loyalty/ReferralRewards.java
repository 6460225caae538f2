package io.merkato.loyalty;

import static io.merkato.jooq.loyalty.Tables.REFERRAL;
import static io.merkato.loyalty.LoyaltyMovement.Kind.REFERRAL_REVERSED;
import static io.merkato.loyalty.LoyaltyMovement.Kind.REFERRED;

import io.merkato.api.Actor;
import io.merkato.customer.Customer;
import io.merkato.customer.Customers;
import io.merkato.loyalty.LoyaltyReferral.Status;
import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import io.merkato.ordering.ChangedOrder;
import io.merkato.ordering.Order;
import io.merkato.ordering.Orders;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Rewards referrals by orders: the first of the invited that is paid in a store of the programme while it is not paused, where as much of it as the programme
 * says was paid with money; what store credit and gift cards pay is none. When less of it is kept, both give their points back; when it is paid once more, they get them again.
 * No other order ever counts.
 */
@Component
class ReferralRewards {

    /** @param order null where it came to nothing */
    private record Settled(
            LoyaltyReferral referral,
            Status status,
            Order.@Nullable Id order,
            @Nullable Money minimum,
            @Nullable Instant rewardedAt) {}

    private final ReferralRepository referrals;
    private final Orders orders;
    private final Customers customers;
    private final Wallets wallets;
    private final Clock clock;

    ReferralRewards(ReferralRepository referrals, Orders orders, Customers customers, Wallets wallets, Clock clock) {
        this.referrals = referrals;
        this.orders = orders;
        this.customers = customers;
        this.wallets = wallets;
        this.clock = clock;
    }

    void follow(TenantContext tx, List<ChangedOrder> changed, StoreProgrammes ofStores, Actor actor) {
        List<LoyaltyReferral> concerned = referrals.concernedBy(
                tx,
                changed.stream()
                        .filter(ChangedOrder::isPaidNow)
                        .map(each -> each.after().customerId())
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList(),
                changed.stream().map(each -> each.after().id()).toList());
        if (concerned.isEmpty()) {
            return;
        }
        List<LoyaltyReferral> due = concerned.stream()
                .filter(referral -> changed.stream().anyMatch(each -> concerns(each, referral, ofStores)))
                .toList();
        if (!due.isEmpty()) {
            Instant now = clock.instant();
            Map<LoyaltyAccount.Id, Wallet> held = wallets.lock(
                    tx,
                    due.stream()
                            .flatMap(each -> Stream.of(each.accountId(), each.inviteeAccountId()))
                            .distinct()
                            .toList(),
                    now,
                    actor);
            wallets.recall(
                    tx,
                    held,
                    due.stream()
                            .map(LoyaltyReferral::orderId)
                            .filter(Objects::nonNull)
                            .toList());
            settle(tx, due, changed, ofStores, held, now);
            wallets.write(tx, held.values());
        }
    }

    private static boolean concerns(ChangedOrder changed, LoyaltyReferral referral, StoreProgrammes ofStores) {
        Order order = changed.after();
        return referral.orderId() == null
                ? changed.isPaidNow()
                        && (changed.before() != null || isSince(order, referral))
                        && order.customerId() != null
                        && order.customerId().equals(referral.inviteeId())
                        && ofStores.find(order)
                                .filter(programme -> programme.id().equals(referral.programmeId()))
                                .filter(LoyaltyProgramme::earns)
                                .isPresent()
                : referral.orderId().equals(order.id());
    }

    /** What comes to be known of the past is nobody's first order. */
    private static boolean isSince(Order recorded, LoyaltyReferral referral) {
        return !recorded.placedAt().isBefore(Objects.requireNonNull(referral.acceptedAt()));
    }

    /** @param held the wallets of both of each, locked */
    private void settle(
            TenantContext tx,
            List<LoyaltyReferral> due,
            List<ChangedOrder> changed,
            StoreProgrammes ofStores,
            Map<LoyaltyAccount.Id, Wallet> held,
            Instant now) {
        var kept = new KeptOrders(orders.heldOtherwise(
                tx, changed.stream().map(each -> each.after().id()).toList()));
        // Read once more: another order may have been rewarded before the accounts were held.
        Collection<LoyaltyReferral> current = referrals
                .byId(tx, due.stream().map(LoyaltyReferral::id).toList())
                .values();
        Map<Customer.Id, Customer> people = customers.find(
                tx,
                current.stream()
                        .flatMap(each -> Stream.of(each.inviterId(), each.inviteeId()))
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList());
        var settled = new LinkedHashMap<LoyaltyReferral.Id, Settled>();
        for (ChangedOrder each : changed) {
            for (LoyaltyReferral referral : current) {
                if (!settled.containsKey(referral.id()) && concerns(each, referral, ofStores)) {
                    Money minimum = minimum(referral, each.after(), ofStores);
                    Status status = status(each, referral, isKept(each.after(), minimum, kept), people);
                    if (status != referral.stored()) {
                        settled.put(
                                referral.id(),
                                settle(referral, status, each.after().id(), minimum, held, now));
                    }
                }
            }
        }
        write(tx, settled.values());
    }

    /** What has to be kept of the order: what had to be when it was rewarded, else what the programme says or said last; null where it does not count. */
    private static @Nullable Money minimum(LoyaltyReferral referral, Order order, StoreProgrammes ofStores) {
        return referral.minimum() == null
                ? ofStores.of(order).minimumOrder(order.currency()).orElse(null)
                : referral.minimum().in(order.currency());
    }

    private static boolean isKept(Order order, @Nullable Money minimum, KeptOrders kept) {
        return minimum != null && kept.byMoney(order).compareTo(minimum) >= 0;
    }

    private static Status status(
            ChangedOrder changed, LoyaltyReferral referral, boolean isKept, Map<Customer.Id, Customer> people) {
        return switch (referral.stored()) {
            case ACCEPTED ->
                !isKept ? Status.ACCEPTED : areOne(changed.after(), referral, people) ? Status.VOID : Status.REWARDED;
            case REWARDED -> isKept ? Status.REWARDED : Status.REVERSED;
            case REVERSED -> isKept && changed.isPaidNow() ? Status.REWARDED : Status.REVERSED;
            case INVITED, EXPIRED, VOID -> referral.stored();
        };
    }

    /** Who invited may have come to be known since, or be who ordered. */
    private static boolean areOne(Order order, LoyaltyReferral referral, Map<Customer.Id, Customer> people) {
        Customer inviter = referral.inviterId() == null ? null : people.get(referral.inviterId());
        Customer invitee = referral.inviteeId() == null ? null : people.get(referral.inviteeId());
        return inviter != null
                && (invitee != null && SamePerson.are(inviter, invitee)
                        || SamePerson.has(inviter, order.email(), order.phone()));
    }

    private static Settled settle(
            LoyaltyReferral referral,
            Status status,
            Order.Id order,
            @Nullable Money minimum,
            Map<LoyaltyAccount.Id, Wallet> held,
            Instant now) {
        Wallet inviter = Objects.requireNonNull(held.get(referral.accountId()));
        Wallet invitee = Objects.requireNonNull(held.get(referral.inviteeAccountId()));
        long inviterPoints = Objects.requireNonNull(referral.inviterPoints());
        long inviteePoints = Objects.requireNonNull(referral.inviteePoints());
        if (status == Status.REWARDED) {
            inviter.earn(REFERRED, inviterPoints, order);
            invitee.earn(REFERRED, inviteePoints, order);
            return new Settled(referral, status, order, minimum, now);
        }
        if (status == Status.REVERSED) {
            inviter.reverse(REFERRAL_REVERSED, inviterPoints, order);
            invitee.reverse(REFERRAL_REVERSED, inviteePoints, order);
            return new Settled(referral, status, order, minimum, referral.rewardedAt());
        }
        return new Settled(referral, status, null, null, null);
    }

    private static void write(TenantContext tx, Collection<Settled> settled) {
        if (settled.isEmpty()) {
            return;
        }
        Rows<Settled> rows = Rows.of(settled)
                .with(REFERRAL.ID, each -> each.referral().id())
                .with(REFERRAL.STATUS, Settled::status)
                .with(REFERRAL.ORDER_ID, Settled::order)
                .with(REFERRAL.MINIMUM_AMOUNT, each -> MinorUnits.of(each.minimum()))
                .with(REFERRAL.REWARDED_AT, Settled::rewardedAt);
        tx.sql()
                .update(REFERRAL)
                .set(REFERRAL.STATUS, rows.get(REFERRAL.STATUS))
                .set(REFERRAL.ORDER_ID, rows.get(REFERRAL.ORDER_ID))
                .set(REFERRAL.MINIMUM_AMOUNT, rows.get(REFERRAL.MINIMUM_AMOUNT))
                .set(REFERRAL.REWARDED_AT, rows.get(REFERRAL.REWARDED_AT))
                .from(rows.table())
                .where(tx.owns(REFERRAL))
                .and(REFERRAL.ID.eq(rows.get(REFERRAL.ID)))
                .execute();
    }
}
