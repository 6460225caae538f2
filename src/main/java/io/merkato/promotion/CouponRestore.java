package io.merkato.promotion;

import static io.merkato.api.Permission.PROMOTIONS_WRITE;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class CouponRestore {

    record Payload(@Nullable Coupon coupon, List<UserError> userErrors) implements MutationPayload {

        /** Whatever was refused, it is about the one argument there is. */
        static Payload refused(List<UserError> errors) {
            return new Payload(
                    null,
                    errors.stream()
                            .<UserError>map(error -> Refusal.of(error.code(), error.message(), "id"))
                            .toList());
        }
    }

    private final CouponWriter coupons;

    CouponRestore(CouponWriter coupons) {
        this.coupons = coupons;
    }

    @MutationMapping
    Payload couponRestore(@Argument Coupon.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(PROMOTIONS_WRITE), Payload::refused, tx -> {
            Coupon before = coupons.lock(tx, id, true);
            if (Objects.requireNonNull(before.deletedAt()).isBefore(CouponPurge.since(Instant.now()))) {
                throw Given.nothing("id");
            }
            Coupon after = coupons.update(tx, before.deleted(null));
            tx.restored(id, before, after);
            return new Payload(after, List.of());
        });
    }
}
