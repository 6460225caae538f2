package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.PRICE_RANGE;
import static io.merkato.jooq.catalog.Tables.PRICE_SCOPE;
import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.PRODUCT_STORE;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import io.merkato.api.Permission;
import io.merkato.api.TypeId;
import io.merkato.api.Viewer;
import io.merkato.store.Store;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.jooq.Condition;
import org.jooq.Field;

/** What a viewer gets to see of the catalogue: through which store, and whether as staff, who see what is not on sale too. */
record Sight(Store.Id store, List<Locale> locales, Currency currency, boolean staff) {

    /** Where the tenant's own prices stand among the price ranges. */
    private static final Store.Id NO_STORE = new Store.Id(TypeId.ABSENT);

    Sight(StoreView view, boolean staff) {
        this(view.store().id(), view.locales(), view.currency(), staff);
    }

    static Sight of(StoreView view, Viewer viewer) {
        return new Sight(
                view, viewer.hasIn(Permission.CATALOG_READ, view.store().id()));
    }

    /** Of whoever changes what some store shows, which need not be the one that they ask through. */
    static Sight ofWriter(StoreView view, Viewer viewer) {
        Store.Id store = view.store().id();
        return new Sight(
                view, viewer.hasIn(Permission.CATALOG_READ, store) || viewer.hasIn(Permission.CATALOG_WRITE, store));
    }

    /** The languages that texts are looked for in, first one first. */
    String[] languages() {
        return locales.stream().map(Locale::toLanguageTag).toArray(String[]::new);
    }

    /** Whether the product exists for this viewer. */
    Condition shows(TenantContext tenant) {
        return staff ? PRODUCT.DELETED_AT.isNull() : onSale(tenant);
    }

    /** Whether the product is on sale in the store. */
    Condition onSale(TenantContext tenant) {
        return PRODUCT.DELETED_AT
                .isNull()
                .and(PRODUCT.STATUS.eq(ProductStatus.ACTIVE))
                .and(notExists(selectOne()
                        .from(PRODUCT_STORE)
                        .where(tenant.owns(PRODUCT_STORE))
                        .and(PRODUCT_STORE.STORE_ID.eq(store))
                        .and(PRODUCT_STORE.PRODUCT_ID.eq(PRODUCT.ID))
                        .and(PRODUCT_STORE.VISIBLE.isFalse())));
    }

    /** Whether a price range is the product's here, in this currency. */
    Condition prices(TenantContext tenant) {
        return tenant.owns(PRICE_RANGE)
                .and(PRICE_RANGE.STORE_ID.eq(priceScope(tenant)))
                .and(PRICE_RANGE.CURRENCY.eq(currency))
                .and(PRICE_RANGE.PRODUCT_ID.eq(PRODUCT.ID));
    }

    /** The store whose price ranges hold here: itself where it has prices of its own. */
    Field<Store.Id> priceScope(TenantContext tenant) {
        return coalesce(
                field(select(PRICE_SCOPE.STORE_ID)
                        .from(PRICE_SCOPE)
                        .where(tenant.owns(PRICE_SCOPE))
                        .and(PRICE_SCOPE.STORE_ID.eq(store))),
                val(NO_STORE, PRICE_SCOPE.STORE_ID));
    }
}
