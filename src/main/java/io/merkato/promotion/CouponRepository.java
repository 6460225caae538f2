package io.merkato.promotion;

import static io.merkato.jooq.promotion.Tables.COUPON;
import static io.merkato.jooq.promotion.Tables.COUPON_CATEGORY;
import static io.merkato.jooq.promotion.Tables.COUPON_PRODUCT;
import static io.merkato.jooq.promotion.Tables.COUPON_STORE;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.catalog.Category;
import io.merkato.catalog.Product;
import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import io.merkato.money.Rate;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.SelectJoinStep;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Coupons with what they are for. */
@Repository
class CouponRepository {

    private static final Field<List<Product.Id>> PRODUCTS = multiset(select(COUPON_PRODUCT.PRODUCT_ID)
                    .from(COUPON_PRODUCT)
                    .where(COUPON_PRODUCT.TENANT_ID.eq(COUPON.TENANT_ID))
                    .and(COUPON_PRODUCT.COUPON_ID.eq(COUPON.ID))
                    .orderBy(COUPON_PRODUCT.PRODUCT_ID))
            .convertFrom(rows -> rows.getValues(COUPON_PRODUCT.PRODUCT_ID));
    private static final Field<List<Category.Id>> CATEGORIES = multiset(select(COUPON_CATEGORY.CATEGORY_ID)
                    .from(COUPON_CATEGORY)
                    .where(COUPON_CATEGORY.TENANT_ID.eq(COUPON.TENANT_ID))
                    .and(COUPON_CATEGORY.COUPON_ID.eq(COUPON.ID))
                    .orderBy(COUPON_CATEGORY.CATEGORY_ID))
            .convertFrom(rows -> rows.getValues(COUPON_CATEGORY.CATEGORY_ID));
    private static final Field<List<Store.Id>> STORES = multiset(select(COUPON_STORE.STORE_ID)
                    .from(COUPON_STORE)
                    .where(COUPON_STORE.TENANT_ID.eq(COUPON.TENANT_ID))
                    .and(COUPON_STORE.COUPON_ID.eq(COUPON.ID))
                    .orderBy(COUPON_STORE.STORE_ID))
            .convertFrom(rows -> rows.getValues(COUPON_STORE.STORE_ID));

    private final Pages pages;

    CouponRepository(Pages pages) {
        this.pages = pages;
    }

    /** @param deleted whether those deleted ones that can be restored may be among them, as the condition says */
    Connection<Coupon> page(TenantContext tenant, Condition which, boolean deleted, CouponSort sort, PageArgs page) {
        Condition there = COUPON.DELETED_AT.isNull();
        if (deleted) {
            there = there.or(COUPON.DELETED_AT.ge(CouponPurge.since(Instant.now())));
        }
        Condition all = tenant.owns(COUPON).and(there).and(which);
        return pages.fetch(
                        tenant.id() + " coupons",
                        coupons(tenant).where(all),
                        sort.fields(),
                        page,
                        CouponRepository::coupon)
                .counted(tenant.sql(), selectOne().from(COUPON).where(all));
    }

    /** By code as it is kept. */
    Map<String, Coupon> byCode(TenantContext tenant, Collection<String> codes) {
        return coupons(tenant)
                .where(live(tenant))
                .and(Sql.isAny(COUPON.CODE, codes))
                .fetchMap(COUPON.CODE, CouponRepository::coupon);
    }

    Map<Coupon.Id, Coupon> byId(TenantContext tenant, Collection<Coupon.Id> ids) {
        return coupons(tenant)
                .where(live(tenant))
                .and(Sql.isAny(COUPON.ID, ids))
                .fetchMap(COUPON.ID, CouponRepository::coupon);
    }

    /** Deleted or not. */
    Optional<Coupon> find(TenantContext tenant, Coupon.Id id) {
        return coupons(tenant).where(tenant.owns(COUPON)).and(COUPON.ID.eq(id)).fetchOptional(CouponRepository::coupon);
    }

    private static SelectJoinStep<? extends Record> coupons(TenantContext tenant) {
        return tenant.sql()
                .select(List.<SelectField<?>>of(
                        COUPON.ID,
                        COUPON.CODE,
                        COUPON.DESCRIPTION,
                        COUPON.CAMPAIGN,
                        COUPON.KIND,
                        COUPON.STATUS,
                        COUPON.CURRENCY,
                        COUPON.AMOUNT,
                        COUPON.RATE,
                        COUPON.MINIMUM_TOTAL,
                        COUPON.STARTS_AT,
                        COUPON.ENDS_AT,
                        COUPON.TOTAL_LIMIT,
                        COUPON.CUSTOMER_LIMIT,
                        COUPON.USED,
                        COUPON.COMBINABLE,
                        COUPON.EVERY_PRODUCT,
                        PRODUCTS,
                        CATEGORIES,
                        COUPON.EVERY_STORE,
                        STORES,
                        COUPON.VERSION,
                        COUPON.CREATED_AT,
                        COUPON.UPDATED_AT,
                        COUPON.DELETED_AT))
                .from(COUPON);
    }

    private static Coupon coupon(Record row) {
        Currency currency = row.get(COUPON.CURRENCY);
        Long rate = row.get(COUPON.RATE);
        return new Coupon(
                row.get(COUPON.ID),
                row.get(COUPON.CODE),
                row.get(COUPON.DESCRIPTION),
                row.get(COUPON.CAMPAIGN),
                row.get(COUPON.KIND),
                row.get(COUPON.STATUS),
                money(row.get(COUPON.AMOUNT), currency),
                rate == null ? null : new Rate(rate),
                money(row.get(COUPON.MINIMUM_TOTAL), currency),
                row.get(COUPON.STARTS_AT),
                row.get(COUPON.ENDS_AT),
                row.get(COUPON.TOTAL_LIMIT),
                row.get(COUPON.CUSTOMER_LIMIT),
                row.get(COUPON.USED),
                row.get(COUPON.COMBINABLE),
                row.get(COUPON.EVERY_PRODUCT),
                row.get(PRODUCTS),
                row.get(CATEGORIES),
                row.get(COUPON.EVERY_STORE),
                row.get(STORES),
                row.get(COUPON.VERSION),
                row.get(COUPON.CREATED_AT),
                row.get(COUPON.UPDATED_AT),
                row.get(COUPON.DELETED_AT));
    }

    private static @Nullable Money money(@Nullable MinorUnits amount, @Nullable Currency currency) {
        return amount == null || currency == null ? null : amount.in(currency);
    }

    private static Condition live(TenantContext tenant) {
        return tenant.owns(COUPON).and(COUPON.DELETED_AT.isNull());
    }
}
