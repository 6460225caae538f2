package io.merkato.loyalty;

import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantUpkeep;
import org.springframework.stereotype.Component;

/** Makes store credit of cashback by the night after it is due. */
@Component
class CashbackUpkeep implements TenantUpkeep {

    private static final Viewer UPKEEP = Viewer.system("cashbackUpkeep");
    private static final int BATCH = 100;

    private final OrderCashback cashback;

    CashbackUpkeep(OrderCashback cashback) {
        this.cashback = cashback;
    }

    @Override
    public void tidy(TenantContext tenant) {
        int done;
        do {
            done = tenant.transact(UPKEEP.may(Permission.LOYALTY_WRITE), tx -> cashback.mature(tx, BATCH));
        } while (done == BATCH);
    }
}
