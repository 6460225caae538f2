package io.merkato.promotion;

import static io.merkato.api.Permission.PROMOTIONS_WRITE;
import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class CouponCodesGenerate {

    private static final int MOST = 1000;

    /** Of all the codes together, as one statement writes them. */
    private static final int MOST_THINGS = 20_000;

    record Input(int count, @Nullable String prefix) {

        Map<Coupon.Id, String> codes(Coupon like) {
            int things = like.productIds().size()
                    + like.categoryIds().size()
                    + like.storeIds().size();
            int most = Math.min(MOST, MOST_THINGS / Math.max(1, things));
            if (count < 1 || count > most) {
                throw new Refused(Refusal.of(
                        OUT_OF_RANGE, "Between 1 and " + most + " codes like this coupon at once.", "input", "count"));
            }
            String start = CouponCode.normalised(prefix == null ? "" : prefix);
            if (!start.matches("|[A-Z0-9][A-Z0-9_-]{0,29}")) {
                throw new Refused(Refusal.of(
                        INVALID,
                        "A prefix is up to 30 letters, digits, hyphens and underscores, and begins with a letter or digit.",
                        "input",
                        "prefix"));
            }
            var codes = new LinkedHashMap<Coupon.Id, String>();
            for (int i = 0; i < count; i++) {
                codes.put(new Coupon.Id(Uuid7.next()), CouponCode.random(start));
            }
            return codes;
        }
    }

    record Payload(@Nullable List<String> codes, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    /** What the audit log keeps of it, with the coupon that they are like. */
    record Made(int count, @Nullable String campaign) {}

    private final CouponWriter coupons;

    CouponCodesGenerate(CouponWriter coupons) {
        this.coupons = coupons;
    }

    @MutationMapping
    Payload couponCodesGenerate(
            @Argument Coupon.Id id,
            @Argument Input input,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(PROMOTIONS_WRITE), Payload::refused, tx -> {
            Coupon like = coupons.lock(tx, id, false);
            Map<Coupon.Id, String> codes = input.codes(like);
            coupons.copy(tx, like, codes);
            tx.created(id, new Made(codes.size(), like.campaign()));
            return new Payload(List.copyOf(codes.values()), List.of());
        });
    }
}
