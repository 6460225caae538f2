package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.VARIANT;
import static io.merkato.jooq.catalog.Tables.VARIANT_PRICE;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.unnest;
import static org.jooq.impl.DSL.val;

import io.merkato.api.Sql;
import io.merkato.money.MinorUnits;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.Currency;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * What variants cost by themselves in a store and a currency, as a part of another module's statement: the rows of {@code base}, one
 * for each variant that has a price there, deleted ones left out.
 */
public final class BasePrices {

    public static final Field<ProductVariant.Id> VARIANT_ID =
            field(name("base", "variant_id"), VARIANT.ID.getDataType());
    public static final Field<Product.Id> PRODUCT_ID =
            field(name("base", "product_id"), VARIANT.PRODUCT_ID.getDataType());
    public static final Field<MinorUnits> AMOUNT = field(name("base", "amount"), VARIANT_PRICE.AMOUNT.getDataType());
    /** Null where there is none. */
    public static final Field<MinorUnits> COMPARE_AT =
            field(name("base", "compare_at"), VARIANT_PRICE.COMPARE_AT.getDataType());
    /** Whether the store alone has this price. */
    public static final Field<Boolean> OF_STORE = field(name("base", "of_store"), Boolean.class);

    private BasePrices() {}

    public static CommonTableExpression<?> ofVariants(
            TenantContext tenant, Store.Id store, Currency currency, Collection<ProductVariant.Id> variants) {
        return of(tenant, store, currency, Sql.isAny(VARIANT.ID, variants));
    }

    public static CommonTableExpression<?> ofProducts(
            TenantContext tenant, Store.Id store, Currency currency, Collection<Product.Id> products) {
        return of(tenant, store, currency, Sql.isAny(VARIANT.PRODUCT_ID, products));
    }

    /** Of variants whose prices are known: the rows have nothing but their ids. */
    public static CommonTableExpression<?> known(Collection<ProductVariant.Id> variants) {
        return name("base")
                .fields("variant_id", "product_id")
                .as(select(field(name("each", "variant_id"), VARIANT.ID.getDataType()), castNull(VARIANT.PRODUCT_ID))
                        .from(unnest(val(
                                        variants.stream()
                                                .map(ProductVariant.Id::value)
                                                .toArray(UUID[]::new),
                                        SQLDataType.UUID.array()))
                                .as("each", "variant_id")));
    }

    private static CommonTableExpression<?> of(
            TenantContext tenant, Store.Id store, Currency currency, Condition which) {
        var prices = new VariantPrices(tenant, store, currency);
        return name("base")
                .fields("variant_id", "product_id", "amount", "compare_at", "of_store")
                .as(prices.joinedTo(select(
                                        VARIANT.ID,
                                        VARIANT.PRODUCT_ID,
                                        prices.amount(),
                                        prices.compareAt(),
                                        DSL.field(prices.isOfStore()))
                                .from(VARIANT))
                        .where(tenant.owns(VARIANT))
                        .and(VARIANT.DELETED_AT.isNull())
                        .and(prices.amount().isNotNull())
                        .and(which));
    }
}
