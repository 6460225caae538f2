package io.merkato.store;

import static java.util.Comparator.comparing;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.api.Where;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

@Controller
class StoreController {

    /** Whoever may see more of the catalogue than shoppers, or change stores, sees those of their stores too that are not open. */
    static final List<Permission> STAFF = List.of(Permission.CATALOG_READ, Permission.STORES_MANAGE);

    private final StoreRepository stores;
    private final StoreViews views;

    StoreController(StoreRepository stores, StoreViews views) {
        this.stores = stores;
        this.views = views;
    }

    @QueryMapping
    StoreView storeView(@ContextValue StoreView storeView) {
        return storeView;
    }

    @QueryMapping
    @Nullable
    Store store(
            @Argument @Nullable String code,
            @ContextValue TenantContext tenant,
            @ContextValue StoreView storeView,
            @ContextValue Viewer viewer) {
        if (code == null) {
            return storeView.store();
        }
        return views.findAll(tenant).stream()
                .filter(store -> store.code().equals(code) && mayBeSeen(store, viewer))
                .min(comparing(store -> store.status() == Store.Status.CLOSED)) // others may have had its code before
                .orElse(null);
    }

    @QueryMapping
    Connection<Store> stores(
            @Arguments PageArgs page,
            @Argument @Nullable StoreWhere where,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return stores.page(tenant, StoreRepository.seen(viewer).and(Where.of(where)), page);
    }

    @SchemaMapping
    @Nullable
    Integer version(Store store, @ContextValue Viewer viewer) {
        return keeps(viewer, store) ? store.version() : null;
    }

    @SchemaMapping
    @Nullable
    Instant createdAt(Store store, @ContextValue Viewer viewer) {
        return keeps(viewer, store) ? store.createdAt() : null;
    }

    @SchemaMapping
    @Nullable
    Instant updatedAt(Store store, @ContextValue Viewer viewer) {
        return keeps(viewer, store) ? store.updatedAt() : null;
    }

    @SchemaMapping
    @Nullable
    Instant closedAt(Store store, @ContextValue Viewer viewer) {
        return keeps(viewer, store) ? store.closedAt() : null;
    }

    private static boolean keeps(Viewer viewer, Store store) {
        return viewer.hasIn(Permission.STORES_MANAGE, store.id());
    }

    static boolean mayBeSeen(Store store, Viewer viewer) {
        return store.isOpen() || STAFF.stream().anyMatch(permission -> viewer.hasIn(permission, store.id()));
    }
}
