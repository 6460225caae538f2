package io.merkato.demo;

import static io.merkato.jooq.loyalty.Tables.LOT;
import static io.merkato.jooq.loyalty.Tables.LOYALTY_ACCOUNT;
import static io.merkato.jooq.loyalty.Tables.POINTS_MOVEMENT;

import io.merkato.ledger.AccountCode;
import io.merkato.ledger.Transfer;
import io.merkato.ledger.TransferKind;
import io.merkato.loyalty.LoyaltyAccount;
import io.merkato.loyalty.LoyaltyMovement;
import io.merkato.loyalty.LoyaltyProgramme;
import io.merkato.money.Money;
import io.merkato.ordering.Order;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where the rows go that say what happened to points, with what the ledger has to be told of it. */
final class PointsRows {

    /** Points of an account that move at once. */
    record Moved(
            LoyaltyAccount.Id account,
            LoyaltyProgramme.Id programme,
            LoyaltyMovement.Kind kind,
            long pending,
            long available,
            Order.@Nullable Id order,
            @Nullable Money amount,
            @Nullable String reason,
            String actor,
            Instant at) {}

    final DemoIds ids;
    final Rows accounts = new Rows(LOYALTY_ACCOUNT);
    final Rows lots = new Rows(LOT);
    private final Rows movements = new Rows(POINTS_MOVEMENT);
    private final List<Transfer> transfers = new ArrayList<>();
    private int nth;

    PointsRows(DemoIds ids) {
        this.ids = ids;
    }

    List<Transfer> transfers() {
        return transfers;
    }

    UUID move(Moved moved) {
        nth++;
        // What happens at one moment is told apart by the ids' time.
        var id = new LoyaltyMovement.Id(ids.at(moved.at().plusMillis(nth % 1000), "loyalty movement", "" + nth));
        Money amount = moved.amount();
        movements
                .next()
                .set(POINTS_MOVEMENT.ID, id.value())
                .set(POINTS_MOVEMENT.LOYALTY_ACCOUNT_ID, moved.account().value())
                .set(POINTS_MOVEMENT.KIND, moved.kind().name())
                .set(POINTS_MOVEMENT.PENDING, moved.pending())
                .set(POINTS_MOVEMENT.AVAILABLE, moved.available())
                .set(POINTS_MOVEMENT.OWED, 0)
                .set(
                        POINTS_MOVEMENT.ORDER_ID,
                        moved.order() == null ? null : moved.order().value())
                .set(
                        POINTS_MOVEMENT.CURRENCY,
                        amount == null ? null : amount.currency().getCurrencyCode())
                .set(POINTS_MOVEMENT.AMOUNT, amount == null ? null : amount.withoutCurrency())
                .set(POINTS_MOVEMENT.REASON, moved.reason())
                .set(POINTS_MOVEMENT.ACTOR, moved.actor())
                .set(POINTS_MOVEMENT.OCCURRED_AT, moved.at());
        transfers.add(Transfer.of(
                        TransferKind.valueOf("POINTS_" + moved.kind().name()),
                        id,
                        moved.order() == null ? moved.account() : moved.order(),
                        moved.at())
                .credit(AccountCode.POINTS_PENDING, moved.account(), moved.programme(), moved.pending())
                .credit(AccountCode.POINTS_AVAILABLE, moved.account(), moved.programme(), moved.available())
                .debit(other(moved.kind()), moved.programme(), moved.programme(), moved.pending() + moved.available()));
        return id.value();
    }

    private static AccountCode other(LoyaltyMovement.Kind kind) {
        return switch (kind) {
            case REDEEMED, RETURNED, CONVERTED -> AccountCode.POINTS_REDEEMED;
            case EXPIRED -> AccountCode.POINTS_EXPIRED;
            default -> AccountCode.POINTS_ISSUED;
        };
    }

    void insert(TenantContext tenant) {
        List.of(accounts, movements, lots).forEach(rows -> rows.insert(tenant));
    }
}
