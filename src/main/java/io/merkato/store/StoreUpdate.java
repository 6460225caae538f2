package io.merkato.store;

import io.merkato.api.MutationPayload;
import io.merkato.api.Permission;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class StoreUpdate {

    record Input(
            @Nullable String code,
            @Nullable String name,
            @Nullable Locale locale,
            @Nullable List<Locale> locales,
            @Nullable Currency currency,
            @Nullable List<Currency> currencies,
            Store.@Nullable TaxDisplay taxDisplay,
            ArgumentValue<String> theme,
            @Nullable List<String> domains) {

        Store applyTo(Store store) {
            Locale first = Objects.requireNonNullElse(locale, store.locale());
            Currency main = Objects.requireNonNullElse(currency, store.currency());
            return new Store(
                    store.id(),
                    Objects.requireNonNullElse(code, store.code()),
                    Objects.requireNonNullElse(name, store.name()),
                    store.status(),
                    store.isDefault(),
                    first,
                    StoreChecks.with(first, Objects.requireNonNullElse(locales, store.locales())),
                    main,
                    StoreChecks.with(main, Objects.requireNonNullElse(currencies, store.currencies())),
                    Objects.requireNonNullElse(taxDisplay, store.taxDisplay()),
                    theme.isOmitted() ? store.theme() : theme.value(),
                    domains == null ? store.domains() : StoreChecks.hosts(domains),
                    store.version(),
                    store.createdAt(),
                    store.updatedAt(),
                    store.closedAt());
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

    StoreUpdate(StoreRepository stores, StoreHosts hosts, StoreViews views) {
        this.stores = stores;
        this.hosts = hosts;
        this.views = views;
    }

    @MutationMapping
    Payload storeUpdate(
            @Argument Store.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        Payload payload = tenant.mutate(viewer.mayIn(Permission.STORES_MANAGE, id), Payload::refused, tx -> {
            if (input.domains() != null) {
                stores.lockAll(tx);
            }
            Store before = stores.lock(tx, id).orElseThrow(() -> new Refused(Refusal.notFound("id")));
            VersionConflict.check(ifVersion, before.version());
            Store wanted = input.applyTo(before);
            StoreChecks.check(wanted);
            stores.update(tx, wanted);
            if (input.domains() != null) {
                hosts.lead(tx, viewer, id, wanted.domains());
            }
            Store after = stores.find(tx, id).orElseThrow();
            return new Payload(tx.changed(id, before, after), List.of());
        });
        views.forget(tenant);
        return payload;
    }
}
