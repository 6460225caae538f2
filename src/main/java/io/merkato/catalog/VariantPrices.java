package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.VARIANT;
import static io.merkato.jooq.catalog.Tables.VARIANT_PRICE;
import static io.merkato.jooq.catalog.Tables.VARIANT_STORE_PRICE;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.when;

import io.merkato.jooq.catalog.tables.Product;
import io.merkato.money.MinorUnits;
import io.merkato.store.Store;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectJoinStep;
import org.jspecify.annotations.Nullable;

/** What a variant costs in a store and its currency: the store's own price, else the tenant's. */
record VariantPrices(TenantContext tenant, Store.Id storeId, Currency currency) {

    VariantPrices(TenantContext tenant, StoreView view) {
        this(tenant, view.store().id(), view.currency());
    }

    VariantPrices(TenantContext tenant, Sight sight) {
        this(tenant, sight.store(), sight.currency());
    }

    /**
     * Of a product that has a price: whether some variant that has one is offered and there is some. Only where it has several they are asked, since what is
     * true of some of them may be so of different ones.
     */
    Condition available(Product product) {
        return product.AVAILABLE
                .isTrue()
                .and(product.KIND
                        .ne(inline(ProductKind.CONFIGURABLE, product.KIND))
                        .or(exists(joinedTo(selectOne().from(VARIANT))
                                .where(tenant.owns(VARIANT))
                                .and(VARIANT.PRODUCT_ID.eq(product.ID))
                                .and(VARIANT.DELETED_AT.isNull())
                                .and(VARIANT.AVAILABLE.isTrue())
                                .and(amount().isNotNull()))));
    }

    <R extends Record> SelectJoinStep<R> joinedTo(SelectJoinStep<R> variants) {
        return variants.leftJoin(VARIANT_PRICE)
                .on(tenant.owns(VARIANT_PRICE)
                        .and(VARIANT_PRICE.VARIANT_ID.eq(VARIANT.ID))
                        .and(VARIANT_PRICE.CURRENCY.eq(currency)))
                .leftJoin(VARIANT_STORE_PRICE)
                .on(tenant.owns(VARIANT_STORE_PRICE)
                        .and(VARIANT_STORE_PRICE.STORE_ID.eq(storeId))
                        .and(VARIANT_STORE_PRICE.VARIANT_ID.eq(VARIANT.ID))
                        .and(VARIANT_STORE_PRICE.CURRENCY.eq(currency)));
    }

    Field<MinorUnits> amount() {
        return coalesce(VARIANT_STORE_PRICE.AMOUNT, VARIANT_PRICE.AMOUNT);
    }

    Field<MinorUnits> compareAt() {
        return when(isOfStore(), VARIANT_STORE_PRICE.COMPARE_AT).otherwise(VARIANT_PRICE.COMPARE_AT);
    }

    Condition isOfStore() {
        return VARIANT_STORE_PRICE.AMOUNT.isNotNull();
    }

    /** The least amount that is not below the bound. */
    MinorUnits lowest(@Nullable BigDecimal bound) {
        return bound == null ? MinorUnits.ZERO : minorUnits(bound, RoundingMode.CEILING);
    }

    /** The greatest amount that is not above the bound. */
    MinorUnits highest(@Nullable BigDecimal bound) {
        return bound == null ? new MinorUnits(Long.MAX_VALUE) : minorUnits(bound, RoundingMode.FLOOR);
    }

    private MinorUnits minorUnits(BigDecimal bound, RoundingMode rounding) {
        BigDecimal units = bound.movePointRight(Math.max(0, currency.getDefaultFractionDigits()))
                .setScale(0, rounding);
        return new MinorUnits(units.max(BigDecimal.valueOf(Long.MIN_VALUE))
                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                .longValueExact());
    }
}
