package io.merkato.loyalty;

import io.merkato.api.Idempotency;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.customer.Customer;
import io.merkato.customer.Shopper;
import io.merkato.money.Money;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What everything that uses points asks before. */
@Component
class PointsUse {

    private final ProgrammeRepository programmes;
    private final AccountRepository accounts;
    private final Wallets wallets;

    PointsUse(ProgrammeRepository programmes, AccountRepository accounts, Wallets wallets) {
        this.programmes = programmes;
        this.accounts = accounts;
        this.wallets = wallets;
    }

    /** Keys of one guest are not another's. */
    static Idempotency scope(Idempotency once, Viewer viewer, Shopper shopper) {
        return viewer.isAnonymous() && shopper.customerId() instanceof Customer.Id guest ? once.of(guest) : once;
    }

    /** The customer's, locked, in the programme that the store has. */
    Wallet wallet(TenantContext tx, Store.Id store, Customer.Id customer, Instant now, Viewer viewer, String... path) {
        LoyaltyProgramme programme = programmes.ofStores(tx, List.of(store)).get(store);
        if (programme == null) {
            throw new Refused(Refusal.of(UserErrorCode.NOT_ALLOWED, "The store has no loyalty programme.", path));
        }
        LoyaltyAccount.Id account =
                Objects.requireNonNull(wallets.open(tx, List.of(new Wallets.Holder(programme.id(), customer)), now)
                        .get(new Wallets.Holder(programme.id(), customer)));
        return wallet(tx, account, now, viewer);
    }

    Wallet wallet(TenantContext tx, LoyaltyAccount.Id account, Instant now, Viewer viewer) {
        return Objects.requireNonNull(
                wallets.lock(tx, List.of(account), now, viewer.actor()).get(account));
    }

    /** What the points are worth, where there are as many and it is enough of them. */
    Money worth(Wallet wallet, LoyaltyProgramme.Rate rate, long points) {
        long minimum = wallet.programme().minimumPoints();
        if (points < minimum) {
            throw outOfRange("At least " + minimum + " points are redeemed at once.");
        }
        requireAvailable(wallet, points);
        Money worth = rate.worth(points);
        if (worth.minorUnits() == 0) {
            throw outOfRange("So few points are worth nothing.");
        }
        return worth;
    }

    static void requireAvailable(Wallet wallet, long points) {
        if (points > wallet.available()) {
            throw outOfRange(wallet.available() + " points can be used.");
        }
    }

    private static Refused outOfRange(String message) {
        return new Refused(Refusal.of(UserErrorCode.OUT_OF_RANGE, message, "input", "points"));
    }

    LoyaltyMovement movement(TenantContext tx, UUID id) {
        Map<LoyaltyMovement.Id, LoyaltyMovement> found = accounts.movementById(tx, List.of(new LoyaltyMovement.Id(id)));
        return Objects.requireNonNull(found.get(new LoyaltyMovement.Id(id)));
    }
}
