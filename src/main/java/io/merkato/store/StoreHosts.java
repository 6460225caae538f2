package io.merkato.store;

import io.merkato.api.Permission;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.Collections;
import java.util.List;
import org.springframework.stereotype.Component;

/** Which hosts lead to which store. One that no store has leads to the default store. */
@Component
class StoreHosts {

    private final StoreRepository stores;

    StoreHosts(StoreRepository stores) {
        this.stores = stores;
    }

    /**
     * Lets these hosts, and no others, lead to the store. Every store is locked already.
     *
     * @throws Refused where one leads to a store now that the viewer may not change
     */
    void lead(TenantContext tx, Viewer viewer, Store.Id id, List<String> hosts) {
        List<Store> others = stores.findAll(tx).stream()
                .filter(store -> !store.id().equals(id))
                .toList();
        List<String> own = stores.find(tx, id).orElseThrow().domains();
        for (String host : hosts) {
            if (!own.contains(host)) {
                others.stream()
                        .filter(store -> store.domains().contains(host))
                        .findAny()
                        .or(() -> others.stream().filter(Store::isDefault).findAny())
                        .ifPresent(store -> requireRight(viewer, store));
            }
        }
        stores.lead(tx, id, hosts);
        for (Store before : others) {
            if (!Collections.disjoint(before.domains(), hosts)) {
                stores.touch(tx, before.id());
                tx.changes(before.id(), before, stores.find(tx, before.id()).orElseThrow());
            }
        }
    }

    private static void requireRight(Viewer viewer, Store leadsTo) {
        if (!viewer.hasIn(Permission.STORES_MANAGE, leadsTo.id())) {
            throw new Refused(Refusal.of(
                    UserErrorCode.NOT_ALLOWED,
                    "A host leads to another store now, which your right does not reach.",
                    "input",
                    "domains"));
        }
    }
}
