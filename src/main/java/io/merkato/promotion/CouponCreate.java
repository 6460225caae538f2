package io.merkato.promotion;

import static io.merkato.api.Permission.PROMOTIONS_WRITE;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.catalog.Categories;
import io.merkato.catalog.Products;
import io.merkato.money.MoneyInput;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class CouponCreate {

    record Input(
            String code,
            @Nullable String description,
            @Nullable String campaign,
            CouponDiscountInput discount,
            @Nullable MoneyInput minimumTotal,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            @Nullable Integer totalLimit,
            @Nullable Integer customerLimit,
            @Nullable Boolean combinable,
            @Nullable CouponProductsInput products,
            @Nullable CouponStoresInput stores) {

        Coupon coupon() {
            CouponDiscountInput.Discount given = discount.discount();
            return CouponChecks.check(new Coupon(
                    new Coupon.Id(Uuid7.next()),
                    CouponCode.normalised(code),
                    description,
                    campaign,
                    given.kind(),
                    CouponStatus.ACTIVE,
                    given.amount(),
                    given.rate(),
                    minimumTotal == null ? null : minimumTotal.money("input", "minimumTotal"),
                    startsAt,
                    endsAt,
                    totalLimit,
                    customerLimit,
                    0,
                    Given.isTrue(combinable),
                    products == null || products.isEvery(),
                    products == null ? List.of() : products.products(),
                    products == null ? List.of() : products.categories(),
                    stores == null || stores.isEvery(),
                    stores == null ? List.of() : stores.stores(),
                    1,
                    Instant.EPOCH,
                    Instant.EPOCH,
                    null));
        }
    }

    record Payload(@Nullable Coupon coupon, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final CouponWriter coupons;
    private final Products products;
    private final Categories categories;

    CouponCreate(CouponWriter coupons, Products products, Categories categories) {
        this.coupons = coupons;
        this.products = products;
        this.categories = categories;
    }

    @MutationMapping
    Payload couponCreate(@Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(PROMOTIONS_WRITE), Payload::refused, tx -> {
            if (input.products() != null) {
                input.products().requireThere(tx, products, categories);
            }
            Coupon created = coupons.insert(tx, input.coupon());
            tx.created(created.id(), created);
            return new Payload(created, List.of());
        });
    }
}
