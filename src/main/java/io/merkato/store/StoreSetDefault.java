package io.merkato.store;

import io.merkato.api.MutationPayload;
import io.merkato.api.Permission;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class StoreSetDefault {

    record Payload(@Nullable Store store, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final StoreRepository stores;
    private final StoreViews views;

    StoreSetDefault(StoreRepository stores, StoreViews views) {
        this.stores = stores;
        this.views = views;
    }

    @MutationMapping
    Payload storeSetDefault(@Argument Store.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        Payload payload = tenant.mutate(viewer.may(Permission.STORES_MANAGE), Payload::refused, tx -> {
            stores.lockAll(tx);
            Store before = stores.find(tx, id).orElseThrow(() -> new Refused(Refusal.notFound("id")));
            if (!before.isOpen()) {
                throw new Refused(StoreStatusConflict.of(before.status(), "Only an open store can be the default."));
            }
            List<Store> others = stores.findAll(tx).stream()
                    .filter(store -> store.isDefault() && !store.id().equals(id))
                    .toList();
            stores.setDefault(tx, id);
            Store after = stores.find(tx, id).orElseThrow();
            others.forEach(store ->
                    tx.changes(store.id(), store, stores.find(tx, store.id()).orElseThrow()));
            return new Payload(tx.changed(id, before, after), List.of());
        });
        views.forget(tenant);
        return payload;
    }
}
