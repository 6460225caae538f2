package io.merkato.promotion;

import static io.merkato.api.Permission.PROMOTIONS_WRITE;

import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class CouponDelete {

    record Payload(Coupon.@Nullable Id couponId, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final CouponWriter coupons;

    CouponDelete(CouponWriter coupons) {
        this.coupons = coupons;
    }

    @MutationMapping
    Payload couponDelete(
            @Argument Coupon.Id id,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(PROMOTIONS_WRITE), Payload::refused, tx -> {
            Coupon before = coupons.lock(tx, id, false);
            VersionConflict.check(ifVersion, before.version());
            coupons.update(tx, before.deleted(Instant.now()));
            tx.deleted(id, before);
            return new Payload(id, List.of());
        });
    }
}
