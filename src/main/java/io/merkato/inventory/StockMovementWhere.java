package io.merkato.inventory;

import static io.merkato.jooq.inventory.Tables.MOVEMENT;
import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.DateTimeRange;
import io.merkato.api.IdMatch;
import io.merkato.api.StringMatch;
import io.merkato.api.Where;
import io.merkato.catalog.ProductVariant;
import java.util.List;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** Which movements, as the schema's input of this name says. */
record StockMovementWhere(
        @Nullable List<StockMovementWhere> and,
        @Nullable List<StockMovementWhere> or,
        @Nullable StockMovementWhere not,
        @Nullable IdMatch variant,
        @Nullable IdMatch location,
        @Nullable StockReasonMatch reason,
        @Nullable StringMatch reference,
        @Nullable DateTimeRange movedAt)
        implements Where<StockMovementWhere> {

    @Override
    public Condition own() {
        return noCondition()
                .and(variant == null ? noCondition() : variant.on(MOVEMENT.VARIANT_ID, ProductVariant.Id::new))
                .and(location == null ? noCondition() : location.on(MOVEMENT.LOCATION_ID, Location.Id::new))
                .and(reason == null ? noCondition() : reason.on(MOVEMENT.REASON))
                .and(reference == null ? noCondition() : reference.on(MOVEMENT.REFERENCE))
                .and(movedAt == null ? noCondition() : movedAt.on(MOVEMENT.MOVED_AT));
    }
}
