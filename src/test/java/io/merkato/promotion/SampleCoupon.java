package io.merkato.promotion;

import io.merkato.catalog.Category;
import io.merkato.catalog.Product;
import io.merkato.money.Money;
import io.merkato.money.Rate;
import io.merkato.store.Store;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A coupon in the making: what a test leaves alone is as of one that combines, is good for everything and has no limits. */
final class SampleCoupon {

    private final String code;
    private final CouponKind kind;
    private final @Nullable Money amount;
    private final @Nullable Rate rate;
    private @Nullable Money minimum;
    private @Nullable Instant starts;
    private @Nullable Instant ends;
    private @Nullable Integer total;
    private @Nullable Integer perCustomer;
    private int used;
    private boolean combinable = true;
    private boolean every = true;
    private List<Product.Id> products = List.of();
    private List<Category.Id> categories = List.of();
    private Store.@Nullable Id store;
    private CouponStatus status = CouponStatus.ACTIVE;

    private SampleCoupon(String code, CouponKind kind, @Nullable Money amount, @Nullable Rate rate) {
        this.code = code;
        this.kind = kind;
        this.amount = amount;
        this.rate = rate;
    }

    static SampleCoupon fixed(String code, Money amount) {
        return new SampleCoupon(code, CouponKind.FIXED, amount, null);
    }

    static SampleCoupon percent(String code, String percent) {
        return new SampleCoupon(code, CouponKind.PERCENTAGE, null, Rate.ofPercent(new BigDecimal(percent)));
    }

    static SampleCoupon shipping(String code) {
        return new SampleCoupon(code, CouponKind.FREE_SHIPPING, null, null);
    }

    SampleCoupon minimum(Money least) {
        minimum = least;
        return this;
    }

    SampleCoupon between(@Nullable Instant from, @Nullable Instant to) {
        starts = from;
        ends = to;
        return this;
    }

    SampleCoupon limits(@Nullable Integer all, @Nullable Integer each, int uses) {
        total = all;
        perCustomer = each;
        used = uses;
        return this;
    }

    SampleCoupon alone() {
        combinable = false;
        return this;
    }

    SampleCoupon only(List<Product.Id> some, List<Category.Id> in) {
        every = false;
        products = some;
        categories = in;
        return this;
    }

    SampleCoupon in(Store.Id only) {
        store = only;
        return this;
    }

    SampleCoupon off() {
        status = CouponStatus.INACTIVE;
        return this;
    }

    Coupon coupon() {
        return new Coupon(
                new Coupon.Id(UUID.nameUUIDFromBytes(code.getBytes(StandardCharsets.UTF_8))),
                code,
                null,
                null,
                kind,
                status,
                amount,
                rate,
                minimum,
                starts,
                ends,
                total,
                perCustomer,
                used,
                combinable,
                every,
                products,
                categories,
                store == null,
                store == null ? List.of() : List.of(store),
                1,
                Instant.EPOCH,
                Instant.EPOCH,
                null);
    }
}
