package io.merkato.inventory;

import static io.merkato.jooq.inventory.Tables.STOCK_LEVEL;
import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.IdMatch;
import io.merkato.api.Where;
import io.merkato.catalog.ProductVariant;
import java.util.List;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Which levels, as the schema's input of this name says. */
record StockLevelWhere(
        @Nullable List<StockLevelWhere> and,
        @Nullable List<StockLevelWhere> or,
        @Nullable StockLevelWhere not,
        @Nullable IdMatch variant,
        @Nullable IdMatch location,
        @Nullable Boolean low)
        implements Where<StockLevelWhere> {

    @Override
    public Condition own() {
        Condition isLow = STOCK_LEVEL.LOW_AT.isNotNull().and(STOCK_LEVEL.SELLABLE.le(STOCK_LEVEL.LOW_AT));
        return noCondition()
                .and(variant == null ? noCondition() : variant.on(STOCK_LEVEL.VARIANT_ID, ProductVariant.Id::new))
                .and(location == null ? noCondition() : location.on(STOCK_LEVEL.LOCATION_ID, Location.Id::new))
                .and(low == null ? noCondition() : low ? isLow : DSL.not(isLow));
    }
}
