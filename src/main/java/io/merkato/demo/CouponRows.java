package io.merkato.demo;

import static io.merkato.jooq.promotion.Tables.COUPON;
import static io.merkato.jooq.promotion.Tables.COUPON_CATEGORY;
import static io.merkato.jooq.promotion.Tables.COUPON_PRODUCT;
import static io.merkato.jooq.promotion.Tables.COUPON_STORE;

import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import io.merkato.money.Rate;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Coupons, none used yet. */
final class CouponRows {

    /** All of a tenant's: db/demo/&lt;slug&gt;/coupons.json. */
    record Coupons(List<Line> coupons) {}

    /**
     * One coupon: an amount, a percentage, or neither, which is free shipping.
     *
     * @param from when it begins to be good, as RFC 3339 has it
     */
    record Line(
            String code,
            String description,
            @Nullable String campaign,
            @Nullable BigDecimal amount,
            @Nullable BigDecimal percent,
            @Nullable BigDecimal minimum,
            @Nullable Currency currency,
            @Nullable String from,
            @Nullable String to,
            @Nullable Integer limit,
            @Nullable Integer perCustomer,
            @Nullable Boolean combinable,
            @Nullable Boolean inactive,
            @Nullable List<String> products,
            @Nullable List<String> categories,
            @Nullable List<String> stores) {

        String kind() {
            return amount != null ? "FIXED" : percent != null ? "PERCENTAGE" : "FREE_SHIPPING";
        }
    }

    private CouponRows() {}

    static void write(TenantContext tenant, DemoShop demo) {
        DemoIds ids = demo.ids();
        var coupons = new Rows(COUPON);
        var products = new Rows(COUPON_PRODUCT);
        var categories = new Rows(COUPON_CATEGORY);
        var stores = new Rows(COUPON_STORE);
        for (Line line : demo.read("coupons.json", Coupons.class).coupons()) {
            UUID id = ids.of("coupon", line.code());
            coupons.next()
                    .set(COUPON.ID, id)
                    .set(COUPON.CODE, line.code())
                    .set(COUPON.DESCRIPTION, line.description())
                    .set(COUPON.CAMPAIGN, line.campaign())
                    .set(COUPON.KIND, line.kind())
                    .set(COUPON.STATUS, Boolean.TRUE.equals(line.inactive()) ? "INACTIVE" : "ACTIVE")
                    .set(
                            COUPON.CURRENCY,
                            line.currency() == null ? null : line.currency().getCurrencyCode())
                    .set(COUPON.AMOUNT, units(line.amount(), line.currency()))
                    .set(
                            COUPON.RATE,
                            line.percent() == null
                                    ? null
                                    : Rate.ofPercent(line.percent()).partsPerMillion())
                    .set(COUPON.MINIMUM_TOTAL, units(line.minimum(), line.currency()))
                    .set(COUPON.STARTS_AT, line.from())
                    .set(COUPON.ENDS_AT, line.to())
                    .set(COUPON.TOTAL_LIMIT, line.limit())
                    .set(COUPON.CUSTOMER_LIMIT, line.perCustomer())
                    .set(COUPON.COMBINABLE, Boolean.TRUE.equals(line.combinable()))
                    .set(COUPON.EVERY_PRODUCT, line.products() == null && line.categories() == null)
                    .set(COUPON.EVERY_STORE, line.stores() == null);
            orEmpty(line.products())
                    .forEach(handle -> products.next()
                            .set(COUPON_PRODUCT.COUPON_ID, id)
                            .set(COUPON_PRODUCT.PRODUCT_ID, ids.of("product", handle)));
            orEmpty(line.categories())
                    .forEach(slug -> categories
                            .next()
                            .set(COUPON_CATEGORY.COUPON_ID, id)
                            .set(COUPON_CATEGORY.CATEGORY_ID, ids.of("category", slug)));
            orEmpty(line.stores())
                    .forEach(code -> stores.next()
                            .set(COUPON_STORE.COUPON_ID, id)
                            .set(COUPON_STORE.STORE_ID, ids.of("store", code)));
        }
        coupons.insert(tenant);
        products.insert(tenant);
        categories.insert(tenant);
        stores.insert(tenant);
    }

    private static List<String> orEmpty(@Nullable List<String> names) {
        return names == null ? List.of() : names;
    }

    private static @Nullable MinorUnits units(@Nullable BigDecimal amount, @Nullable Currency currency) {
        return amount == null || currency == null
                ? null
                : Money.of(amount, currency).withoutCurrency();
    }
}
