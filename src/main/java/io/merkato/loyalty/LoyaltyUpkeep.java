package io.merkato.loyalty;

import static io.merkato.jooq.loyalty.Tables.LOT;
import static io.merkato.jooq.loyalty.Tables.REFERRAL;

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
        tenant.transact(UPKEEP.may(Permission.LOYALTY_WRITE), tx -> forget(tx, now));
    }

    /** Whom an invitation was for is nobody's business once it is over. */
    private static int forget(TenantContext tx, Instant now) {
        return tx.sql()
                .update(REFERRAL)
                .setNull(REFERRAL.EMAIL)
                .setNull(REFERRAL.PHONE)
                .setNull(REFERRAL.NAME)
                .where(tx.owns(REFERRAL))
                .and(REFERRAL.STATUS.eq(LoyaltyReferral.Status.INVITED))
                .and(REFERRAL.EXPIRES_AT.le(now))
                .and(REFERRAL.EMAIL.isNotNull().or(REFERRAL.PHONE.isNotNull()).or(REFERRAL.NAME.isNotNull()))
                .execute();
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
