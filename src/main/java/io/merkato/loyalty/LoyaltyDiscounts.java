package io.merkato.loyalty;

import io.merkato.api.Viewer;
import io.merkato.customer.Customer;
import io.merkato.money.Money;
import io.merkato.ordering.Cart;
import io.merkato.ordering.Order;
import io.merkato.ordering.PointsDiscounts;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Points that take something off a cart, and are spent for the order that it becomes. */
@Component
class LoyaltyDiscounts implements PointsDiscounts {

    private final ProgrammeRepository programmes;
    private final AccountRepository accounts;
    private final Wallets wallets;
    private final RedemptionRepository redemptions;
    private final Clock clock;

    LoyaltyDiscounts(
            ProgrammeRepository programmes,
            AccountRepository accounts,
            Wallets wallets,
            RedemptionRepository redemptions,
            Clock clock) {
        this.programmes = programmes;
        this.accounts = accounts;
        this.wallets = wallets;
        this.redemptions = redemptions;
        this.clock = clock;
    }

    /** No more points than do for the goods. */
    @Override
    public Offer offer(TenantContext tenant, Cart cart, Money most) {
        Money none = Money.zero(cart.currency());
        LoyaltyProgramme programme =
                programmes.ofStores(tenant, List.of(cart.storeId())).get(cart.storeId());
        Optional<LoyaltyProgramme.Rate> rate = programme == null ? Optional.empty() : programme.rate(cart.currency());
        if (programme == null || rate.isEmpty()) {
            return Offer.none(none, "Points take nothing off in " + cart.currency() + " here.");
        }
        long wanted = Objects.requireNonNull(cart.loyaltyPoints());
        long available = available(tenant, cart.customerId(), programme);
        if (wanted > available) {
            return Offer.none(none, available + " points can be used.");
        }
        long points = Math.min(wanted, rate.get().most(most));
        Money worth = rate.get().worth(points);
        if (points < programme.minimumPoints()) {
            return Offer.none(none, "At least " + programme.minimumPoints() + " points are redeemed at once.");
        }
        return worth.minorUnits() == 0
                ? Offer.none(none, "So few points are worth nothing.")
                : new Offer(points, worth, null);
    }

    private long available(TenantContext tenant, Customer.@Nullable Id customer, LoyaltyProgramme programme) {
        if (customer == null) {
            return 0;
        }
        List<LoyaltyAccount> theirs =
                accounts.ofCustomers(tenant, List.of(customer)).getOrDefault(customer, List.of()).stream()
                        .filter(account -> account.programmeId().equals(programme.id()))
                        .toList();
        return theirs.isEmpty()
                ? 0
                : wallets.look(tenant, theirs, clock.instant()).values().stream()
                        .mapToLong(Wallet::available)
                        .sum();
    }

    @Override
    public boolean spend(TenantContext tx, Cart cart, Order.Id order, Offer offer, Viewer viewer) {
        LoyaltyProgramme programme = Objects.requireNonNull(
                programmes.ofStores(tx, List.of(cart.storeId())).get(cart.storeId()));
        Instant now = clock.instant();
        var holder = new Wallets.Holder(programme.id(), Objects.requireNonNull(cart.customerId()));
        LoyaltyAccount.Id account =
                Objects.requireNonNull(wallets.open(tx, List.of(holder), now).get(holder));
        Wallet wallet = Objects.requireNonNull(
                wallets.lock(tx, List.of(account), now, viewer.actor()).get(account));
        if (offer.points() > wallet.available()) {
            return false;
        }
        Wallet.Spent spent = wallet.spend(LoyaltyMovement.Kind.REDEEMED, offer.points(), order, offer.amount(), null);
        wallets.write(tx, List.of(wallet));
        redemptions.insert(
                tx,
                new Redemption(
                        spent.movement(), account, order, offer.points(), 0, offer.amount(), true, spent.taken()));
        return true;
    }
}
