package io.merkato.payment;

import static io.merkato.jooq.payment.Tables.PAYMENT_;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.Permission;
import io.merkato.api.Reach;
import io.merkato.api.Sql;
import io.merkato.api.Viewer;
import io.merkato.store.Store;
import org.jooq.Condition;

/** Of which stores staff see payments. */
final class PaymentReach {

    private PaymentReach() {}

    static Condition of(Viewer viewer) {
        return switch (viewer.permissions().get(Permission.PAYMENTS_READ)) {
            case null -> falseCondition();
            case Reach.EveryStore all -> noCondition();
            case Reach.OnlyStores(var stores) ->
                Sql.isAny(PAYMENT_.STORE_ID, stores.stream().map(Store.Id::new).toList());
        };
    }
}
