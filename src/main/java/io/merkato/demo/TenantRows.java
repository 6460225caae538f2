package io.merkato.demo;

import static io.merkato.jooq.store.Tables.STORE_;
import static io.merkato.jooq.store.Tables.STORE_CURRENCY;
import static io.merkato.jooq.store.Tables.STORE_LOCALE;
import static io.merkato.jooq.tenancy.Tables.SUBSCRIPTION;
import static io.merkato.jooq.tenancy.Tables.TENANT;

import io.merkato.tenancy.TenantContext;
import java.util.UUID;

/** A demo tenant itself, its subscription and its stores. */
final class TenantRows {

    private TenantRows() {}

    static void write(TenantContext tenant, DemoShop demo) {
        Shop shop = demo.shop();
        DemoIds ids = demo.ids();
        var tenants = new Rows(TENANT);
        tenants.next()
                .set(TENANT.ID, tenant.id().value())
                .set(TENANT.SLUG, shop.slug())
                .set(TENANT.NAME, shop.name())
                .set(TENANT.STATUS, "ACTIVE")
                .set(TENANT.LOCALE, shop.locale().toLanguageTag())
                .set(TENANT.CURRENCY, shop.currency().getCurrencyCode())
                .set(TENANT.TIME_ZONE, shop.timeZone())
                .set(TENANT.COUNTRY, shop.country());
        tenants.insert(tenant);

        var subscriptions = new Rows(SUBSCRIPTION);
        subscriptions.next().set(SUBSCRIPTION.ID, ids.of("subscription")).set(SUBSCRIPTION.PLAN, shop.plan());
        subscriptions.insert(tenant);

        var stores = new Rows(STORE_);
        var locales = new Rows(STORE_LOCALE);
        var currencies = new Rows(STORE_CURRENCY);
        for (Shop.Store store : shop.stores()) {
            UUID id = ids.of("store", store.code());
            stores.next()
                    .set(STORE_.ID, id)
                    .set(STORE_.CODE, store.code())
                    .set(STORE_.NAME, store.name())
                    .set(STORE_.IS_DEFAULT, Boolean.TRUE.equals(store.isDefault()))
                    .set(STORE_.LOCALE, store.locales().getFirst().toLanguageTag())
                    .set(STORE_.CURRENCY, store.currencies().getFirst().getCurrencyCode())
                    .set(STORE_.TAX_DISPLAY, store.taxDisplay())
                    .set(STORE_.THEME, store.theme());
            for (int i = 0; i < store.locales().size(); i++) {
                locales.next()
                        .set(STORE_LOCALE.STORE_ID, id)
                        .set(STORE_LOCALE.LOCALE, store.locales().get(i).toLanguageTag())
                        .set(STORE_LOCALE.POSITION, i);
            }
            for (int i = 0; i < store.currencies().size(); i++) {
                currencies
                        .next()
                        .set(STORE_CURRENCY.STORE_ID, id)
                        .set(STORE_CURRENCY.CURRENCY, store.currencies().get(i).getCurrencyCode())
                        .set(STORE_CURRENCY.POSITION, i);
            }
        }
        stores.insert(tenant);
        locales.insert(tenant);
        currencies.insert(tenant);
    }
}
