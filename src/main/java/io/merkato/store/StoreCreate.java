package io.merkato.store;

import io.merkato.api.MutationPayload;
import io.merkato.api.Permission;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.Tenants;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class StoreCreate {

    record Input(
            String code,
            String name,
            @Nullable Locale locale,
            @Nullable List<Locale> locales,
            @Nullable Currency currency,
            @Nullable List<Currency> currencies,
            Store.TaxDisplay taxDisplay,
            @Nullable String theme,
            @Nullable List<String> domains) {

        Store store(Tenant tenant) {
            Locale first = locale == null ? tenant.locale() : locale;
            Currency main = currency == null ? tenant.currency() : currency;
            return new Store(
                    new Store.Id(Uuid7.next()),
                    code,
                    name,
                    Store.Status.ACTIVE,
                    false,
                    first,
                    StoreChecks.with(first, locales),
                    main,
                    StoreChecks.with(main, currencies),
                    taxDisplay,
                    theme,
                    StoreChecks.hosts(domains),
                    1,
                    Instant.EPOCH,
                    Instant.EPOCH,
                    null);
        }
    }

    record Payload(@Nullable Store store, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final StoreRepository stores;
    private final StoreHosts hosts;
    private final StoreViews views;
    private final Tenants tenants;

    StoreCreate(StoreRepository stores, StoreHosts hosts, StoreViews views, Tenants tenants) {
        this.stores = stores;
        this.hosts = hosts;
        this.views = views;
        this.tenants = tenants;
    }

    @MutationMapping
    Payload storeCreate(@Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        Payload payload = tenant.mutate(viewer.may(Permission.STORES_MANAGE), Payload::refused, tx -> {
            Store wanted = input.store(tenants.byId(tx));
            StoreChecks.check(wanted);
            stores.insert(tx, wanted);
            if (!wanted.domains().isEmpty()) {
                stores.lockAll(tx);
                hosts.lead(tx, viewer, wanted.id(), wanted.domains());
            }
            Store created = stores.find(tx, wanted.id()).orElseThrow();
            tx.created(created.id(), created);
            return new Payload(created, List.of());
        });
        views.forget(tenant);
        return payload;
    }
}
