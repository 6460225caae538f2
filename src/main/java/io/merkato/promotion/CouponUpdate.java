package io.merkato.promotion;

import static io.merkato.api.Permission.PROMOTIONS_WRITE;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.catalog.Categories;
import io.merkato.catalog.Products;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import io.merkato.tenancy.TenantContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class CouponUpdate {

    record Input(
            ArgumentValue<String> description,
            ArgumentValue<String> campaign,
            @Nullable CouponDiscountInput discount,
            ArgumentValue<MoneyInput> minimumTotal,
            ArgumentValue<Instant> startsAt,
            ArgumentValue<Instant> endsAt,
            ArgumentValue<Integer> totalLimit,
            ArgumentValue<Integer> customerLimit,
            @Nullable Boolean combinable,
            @Nullable CouponProductsInput products,
            @Nullable CouponStoresInput stores) {

        Coupon applyTo(Coupon coupon) {
            CouponDiscountInput.Discount off = discount == null
                    ? new CouponDiscountInput.Discount(coupon.kind(), coupon.amount(), coupon.rate())
                    : discount.discount();
            return CouponChecks.check(new Coupon(
                    coupon.id(),
                    coupon.code(),
                    Given.or(description, coupon.description()),
                    Given.or(campaign, coupon.campaign()),
                    off.kind(),
                    coupon.status(),
                    off.amount(),
                    off.rate(),
                    minimum(coupon.minimumTotal()),
                    Given.or(startsAt, coupon.startsAt()),
                    Given.or(endsAt, coupon.endsAt()),
                    Given.or(totalLimit, coupon.totalLimit()),
                    Given.or(customerLimit, coupon.customerLimit()),
                    coupon.used(),
                    Given.or(combinable, coupon.combinable()),
                    products == null ? coupon.everyProduct() : products.isEvery(),
                    products == null ? coupon.productIds() : products.products(),
                    products == null ? coupon.categoryIds() : products.categories(),
                    stores == null ? coupon.everyStore() : stores.isEvery(),
                    stores == null ? coupon.storeIds() : stores.stores(),
                    coupon.version(),
                    coupon.createdAt(),
                    coupon.updatedAt(),
                    null));
        }

        private @Nullable Money minimum(@Nullable Money otherwise) {
            if (minimumTotal.isOmitted()) {
                return otherwise;
            }
            return minimumTotal.value() == null ? null : minimumTotal.value().money("input", "minimumTotal");
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

    CouponUpdate(CouponWriter coupons, Products products, Categories categories) {
        this.coupons = coupons;
        this.products = products;
        this.categories = categories;
    }

    @MutationMapping
    Payload couponUpdate(
            @Argument Coupon.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        Duration patience = input.customerLimit().isOmitted() ? null : CouponWriter.OF_EVERYBODY;
        return tenant.mutate(viewer.may(PROMOTIONS_WRITE), patience, Payload::refused, tx -> {
            Coupon before = coupons.lock(tx, id, false);
            VersionConflict.check(ifVersion, before.version());
            if (input.products() != null) {
                input.products().requireThere(tx, products, categories);
            }
            Coupon wanted = input.applyTo(before);
            Given.startBefore(
                    wanted.endsAt(), wanted.startsAt(), !input.endsAt().isOmitted());
            Coupon after = coupons.update(tx, wanted);
            return new Payload(tx.changed(id, before, after), List.of());
        });
    }
}
