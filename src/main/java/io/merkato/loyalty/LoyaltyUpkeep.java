package io.merkato.loyalty;

import static io.merkato.jooq.loyalty.Tables.LOT;

import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantUpkeep;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Lets points mature and expire by the night after they are due; whoever uses an account before finds it done as well. */
@Component
class LoyaltyUpkeep implements TenantUpkeep {

    private static final Viewer UPKEEP = Viewer.system("loyaltyUpkeep");
    private static final int BATCH = 200;

    private final Wallets wallets;
    private final Clock clock;

    LoyaltyUpkeep(Wallets wallets, Clock clock) {
        this.wallets = wallets;
        this.clock = clock;
    }

    @Override
    public void tidy(TenantContext tenant) {
        Instant now = clock.instant();
        int done;
        do {
            done = tenant.transact(UPKEEP.may(Permission.LOYALTY_WRITE), tx -> catchUp(tx, now));
        } while (done == BATCH);
    }

    private int catchUp(TenantContext tx, Instant now) {
        Set<LoyaltyAccount.Id> due = tx.sql()
                .selectDistinct(LOT.LOYALTY_ACCOUNT_ID)
                .from(LOT)
                .where(tx.owns(LOT))
                .and(LOT.REMAINING.gt(0L))
                .and(LOT.MATURED
                        .isFalse()
                        .and(LOT.MATURES_AT.le(now))
                        .or(LOT.MATURED.isTrue().and(LOT.EXPIRES_AT.le(now))))
                .limit(BATCH)
                .fetchSet(LOT.LOYALTY_ACCOUNT_ID);
        if (!due.isEmpty()) {
            wallets.write(tx, wallets.lock(tx, due, now, UPKEEP.actor()).values());
        }
        return due.size();
    }
}
