package io.merkato.promotion;

import static io.merkato.jooq.promotion.Tables.COUPON;
import static io.merkato.jooq.promotion.Tables.COUPON_REDEMPTION;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.MutationPayload;
import io.merkato.api.Permission;
import io.merkato.api.Sql;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantUpkeep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Ends coupons that were deleted too long ago to be restored. Those that orders used stay in the books. */
@Component
class CouponPurge implements TenantUpkeep {

    private static final Duration RESTORABLE = Duration.ofDays(90);
    private static final int BATCH = 50;

    record Payload(List<UserError> userErrors) implements MutationPayload {}

    /** What the audit log keeps of it. */
    record Purged(String code) {}

    /** What was deleted before is beyond recall. */
    static Instant since(Instant now) {
        return now.minus(RESTORABLE);
    }

    @Override
    public void tidy(TenantContext tenant) {
        Instant end = since(Instant.now());
        for (Map<Coupon.Id, String> next = next(tenant, end); !next.isEmpty(); next = next(tenant, end)) {
            purge(tenant, next);
        }
    }

    private static Map<Coupon.Id, String> next(TenantContext tenant, Instant end) {
        return tenant.sql()
                .select(COUPON.ID, COUPON.CODE)
                .from(COUPON)
                .where(tenant.owns(COUPON))
                .and(COUPON.DELETED_AT.lt(end))
                .and(notExists(selectOne()
                        .from(COUPON_REDEMPTION)
                        .where(tenant.owns(COUPON_REDEMPTION))
                        .and(COUPON_REDEMPTION.COUPON_ID.eq(COUPON.ID))))
                .orderBy(COUPON.DELETED_AT, COUPON.ID)
                .limit(BATCH)
                .fetchMap(COUPON.ID, COUPON.CODE);
    }

    private static void purge(TenantContext tenant, Map<Coupon.Id, String> coupons) {
        tenant.mutate(Viewer.system("couponPurge").may(Permission.PROMOTIONS_WRITE), Payload::new, tx -> {
            tx.sql()
                    .deleteFrom(COUPON)
                    .where(tx.owns(COUPON))
                    .and(Sql.isAny(COUPON.ID, coupons.keySet()))
                    .execute();
            coupons.forEach((id, code) -> tx.purged(id, new Purged(code)));
            return new Payload(List.of());
        });
    }
}
