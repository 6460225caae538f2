package io.merkato.promotion;

import static io.merkato.jooq.promotion.Tables.COUPON;

import io.merkato.api.SortDirection;
import java.util.List;
import org.jooq.Field;
import org.jooq.SortField;
import org.jooq.SortOrder;

/** The order of a list of coupons. */
record CouponSort(Key key, SortDirection direction) {

    static final CouponSort NEWEST = new CouponSort(Key.CREATED_AT, SortDirection.DESC);

    enum Key {
        CODE,
        CREATED_AT,
        USED
    }

    List<SortField<?>> fields() {
        Field<?> field = switch (key) {
            case CODE -> COUPON.CODE;
            case CREATED_AT -> COUPON.CREATED_AT;
            case USED -> COUPON.USED;
        };
        SortOrder order = direction == SortDirection.ASC ? SortOrder.ASC : SortOrder.DESC;
        return List.of(field.sort(order), COUPON.ID.sort(order));
    }
}
