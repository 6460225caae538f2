package io.merkato.shipping;

import static io.merkato.jooq.shipping.Tables.SHIPPING_METHOD;
import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.IdMatch;
import io.merkato.api.StringMatch;
import io.merkato.api.Where;
import io.merkato.store.Store;
import java.util.List;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** Which methods, as the schema's input of this name says. */
record ShippingMethodWhere(
        @Nullable List<ShippingMethodWhere> and,
        @Nullable List<ShippingMethodWhere> or,
        @Nullable ShippingMethodWhere not,
        @Nullable IdMatch zone,
        @Nullable IdMatch store,
        @Nullable StringMatch code,
        @Nullable ShippingMethodKindMatch kind,
        @Nullable Boolean enabled)
        implements Where<ShippingMethodWhere> {

    @Override
    public Condition own() {
        return noCondition()
                .and(zone == null ? noCondition() : zone.on(SHIPPING_METHOD.SHIPPING_ZONE_ID, ShippingZone.Id::new))
                .and(store == null ? noCondition() : store.on(SHIPPING_METHOD.STORE_ID, Store.Id::new))
                .and(code == null ? noCondition() : code.on(SHIPPING_METHOD.CODE))
                .and(kind == null ? noCondition() : kind.on(SHIPPING_METHOD.KIND))
                .and(enabled == null ? noCondition() : SHIPPING_METHOD.ENABLED.eq(enabled));
    }
}
