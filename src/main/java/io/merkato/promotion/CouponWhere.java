package io.merkato.promotion;

import static io.merkato.jooq.promotion.Tables.COUPON;
import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.DateTimeRange;
import io.merkato.api.RestorableWhere;
import io.merkato.api.StringMatch;
import io.merkato.api.Where;
import java.util.List;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** Which coupons, as the schema's input of this name says. */
record CouponWhere(
        @Nullable List<CouponWhere> and,
        @Nullable List<CouponWhere> or,
        @Nullable CouponWhere not,
        @Nullable StringMatch code,
        @Nullable StringMatch campaign,
        @Nullable CouponKindMatch kind,
        @Nullable CouponStatusMatch status,
        @Nullable DateTimeRange startsAt,
        @Nullable DateTimeRange endsAt,
        @Nullable Boolean deleted)
        implements Where<CouponWhere>, RestorableWhere<CouponWhere> {

    @Override
    public Condition own() {
        return noCondition()
                .and(code == null ? noCondition() : code.on(COUPON.CODE))
                .and(campaign == null ? noCondition() : campaign.on(COUPON.CAMPAIGN))
                .and(kind == null ? noCondition() : kind.on(COUPON.KIND))
                .and(status == null ? noCondition() : status.on(COUPON.STATUS))
                .and(startsAt == null ? noCondition() : startsAt.on(COUPON.STARTS_AT))
                .and(endsAt == null ? noCondition() : endsAt.on(COUPON.ENDS_AT))
                .and(deletedIs());
    }

    private Condition deletedIs() {
        if (deleted == null) {
            return noCondition();
        }
        return deleted ? COUPON.DELETED_AT.isNotNull() : COUPON.DELETED_AT.isNull();
    }

    /** Which coupons have these words in their code, description or campaign. */
    static Condition search(@Nullable String words) {
        if (words == null || words.isBlank()) {
            return noCondition();
        }
        var match = new StringMatch(null, null, words.strip());
        return match.on(COUPON.CODE).or(match.on(COUPON.DESCRIPTION)).or(match.on(COUPON.CAMPAIGN));
    }
}
