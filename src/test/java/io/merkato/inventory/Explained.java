package io.merkato.inventory;

import static io.merkato.jooq.inventory.Tables.MOVEMENT;
import static io.merkato.jooq.inventory.Tables.RESERVATION;
import static io.merkato.jooq.inventory.Tables.STOCK_LEVEL;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import io.merkato.catalog.ProductVariant;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import org.jooq.Record1;
import org.jooq.Select;

/** Levels that are not the sum of their movements, or that promise something else than the reservations. */
final class Explained {

    private Explained() {}

    static Select<Record1<ProductVariant.Id>> unexplained(TenantContext tenant) {
        var ofLevel =
                MOVEMENT.VARIANT_ID.eq(STOCK_LEVEL.VARIANT_ID).and(MOVEMENT.LOCATION_ID.eq(STOCK_LEVEL.LOCATION_ID));
        var onHand = field(select(coalesce(sum(MOVEMENT.ON_HAND_CHANGE), inline(BigDecimal.ZERO)))
                .from(MOVEMENT)
                .where(tenant.owns(MOVEMENT))
                .and(ofLevel));
        var reserved = field(select(coalesce(sum(MOVEMENT.RESERVED_CHANGE), inline(BigDecimal.ZERO)))
                .from(MOVEMENT)
                .where(tenant.owns(MOVEMENT))
                .and(ofLevel));
        var promised = field(select(coalesce(sum(RESERVATION.QUANTITY), inline(BigDecimal.ZERO)))
                .from(RESERVATION)
                .where(tenant.owns(RESERVATION))
                .and(RESERVATION.VARIANT_ID.eq(STOCK_LEVEL.VARIANT_ID))
                .and(RESERVATION.LOCATION_ID.eq(STOCK_LEVEL.LOCATION_ID)));
        return tenant.sql()
                .select(STOCK_LEVEL.VARIANT_ID)
                .from(STOCK_LEVEL)
                .where(tenant.owns(STOCK_LEVEL))
                .and(STOCK_LEVEL
                        .ON_HAND
                        .cast(BigDecimal.class)
                        .ne(onHand)
                        .or(STOCK_LEVEL.RESERVED.cast(BigDecimal.class).ne(reserved))
                        .or(STOCK_LEVEL.RESERVED.cast(BigDecimal.class).ne(promised)));
    }
}
