package io.merkato.loyalty;

import io.merkato.api.Actor;
import io.merkato.ordering.ChangedOrder;
import io.merkato.ordering.OrderFollower;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.springframework.stereotype.Component;

/** Keeps loyalty in step with orders: what referrals are rewarded with, then cashback, then points. */
@Component
class OrderLoyalty implements OrderFollower {

    private final ProgrammeRepository programmes;
    private final ReferralRewards referrals;
    private final OrderCashback cashback;
    private final OrderPoints points;

    OrderLoyalty(
            ProgrammeRepository programmes, ReferralRewards referrals, OrderCashback cashback, OrderPoints points) {
        this.programmes = programmes;
        this.referrals = referrals;
        this.cashback = cashback;
        this.points = points;
    }

    @Override
    public void follow(TenantContext tx, List<ChangedOrder> changed, Actor actor) {
        var ofStores = new StoreProgrammes(programmes.ofStores(
                tx,
                changed.stream().map(each -> each.after().storeId()).distinct().toList()));
        // What was rewarded for an order is taken back also where its store has no programme any more.
        referrals.follow(tx, changed, ofStores, actor);
        if (!ofStores.isEmpty()) {
            cashback.follow(tx, changed, ofStores);
            points.follow(tx, changed, ofStores, actor);
        }
    }
}
