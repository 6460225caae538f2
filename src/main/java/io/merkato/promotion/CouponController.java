package io.merkato.promotion;

import static io.merkato.api.Permission.PROMOTIONS_READ;

import io.merkato.api.Connection;
import io.merkato.api.Given;
import io.merkato.api.PageArgs;
import io.merkato.api.Viewer;
import io.merkato.api.Where;
import io.merkato.catalog.Category;
import io.merkato.catalog.Product;
import io.merkato.customer.Customer;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** What staff see of coupons and their uses. */
@Controller
class CouponController {

    private final CouponRepository coupons;
    private final CouponRedemptionRepository redemptions;

    CouponController(CouponRepository coupons, CouponRedemptionRepository redemptions) {
        this.coupons = coupons;
        this.redemptions = redemptions;
    }

    @QueryMapping
    Connection<Coupon> coupons(
            @Arguments PageArgs page,
            @Argument @Nullable CouponWhere where,
            @Argument @Nullable String search,
            @Argument @Nullable CouponSort sort,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        viewer.mustHold(PROMOTIONS_READ);
        return coupons.page(
                tenant,
                Where.of(where).and(CouponWhere.search(search)),
                where != null && where.asksForDeleted(),
                Given.or(sort, CouponSort.NEWEST),
                page);
    }

    @QueryMapping
    CompletableFuture<@Nullable Coupon> coupon(
            @Argument Coupon.Id id, DataLoader<Coupon.Id, @Nullable Coupon> couponById) {
        return couponById.load(id);
    }

    @QueryMapping
    Optional<Coupon> couponByCode(
            @Argument String code, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        viewer.mustHold(PROMOTIONS_READ);
        return coupons.byCode(tenant, List.of(CouponCode.normalised(code))).values().stream()
                .findFirst();
    }

    @QueryMapping
    Connection<CouponRedemption> couponRedemptions(
            @Arguments PageArgs page,
            @Argument @Nullable CouponRedemptionWhere where,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        viewer.mustHold(PROMOTIONS_READ);
        return redemptions.page(tenant, Where.of(where), page);
    }

    @SchemaMapping
    @Nullable
    BigDecimal percent(Coupon coupon) {
        return coupon.rate() == null ? null : coupon.rate().percent();
    }

    @SchemaMapping
    CompletableFuture<List<Product>> products(Coupon coupon, DataLoader<Product.Id, @Nullable Product> productById) {
        return found(productById.loadMany(coupon.productIds()));
    }

    @SchemaMapping
    CompletableFuture<List<Category>> categories(
            Coupon coupon, DataLoader<Category.Id, @Nullable Category> categoryById) {
        return found(categoryById.loadMany(coupon.categoryIds()));
    }

    @SchemaMapping
    CompletableFuture<List<Store>> stores(Coupon coupon, DataLoader<Store.Id, @Nullable Store> storeById) {
        return found(storeById.loadMany(coupon.storeIds()));
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<@Nullable Coupon> coupon(
            CouponRedemption redemption, DataLoader<Coupon.Id, @Nullable Coupon> couponById) {
        return couponById.load(redemption.couponId());
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<@Nullable Customer> customer(
            CouponRedemption redemption, DataLoader<Customer.Id, @Nullable Customer> customerById) {
        return redemption.customerId() == null ? null : customerById.load(redemption.customerId());
    }

    private static <T> CompletableFuture<List<T>> found(CompletableFuture<List<@Nullable T>> loaded) {
        return loaded.thenApply(all -> all.stream()
                .filter(Objects::nonNull)
                .<T>map(Objects::requireNonNull)
                .toList());
    }
}
