package io.merkato.channel;

import static io.merkato.api.Permission.POS_SELL;
import static io.merkato.jooq.channel.Tables.POS_REGISTER;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.Reach;
import io.merkato.api.Sql;
import io.merkato.api.Viewer;
import io.merkato.store.Store;
import org.jooq.Condition;

/** Of which stores somebody sees the tills. */
final class PosReach {

    private PosReach() {}

    static Condition of(Viewer viewer) {
        return switch (viewer.permissions().get(POS_SELL)) {
            case null -> falseCondition();
            case Reach.EveryStore all -> noCondition();
            case Reach.OnlyStores(var stores) ->
                Sql.isAny(
                        POS_REGISTER.STORE_ID,
                        stores.stream().map(Store.Id::new).toList());
        };
    }
}
