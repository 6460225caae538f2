package io.merkato.identity;

import io.merkato.api.Permission;
import io.merkato.api.Reach;
import io.merkato.api.Viewer;
import io.merkato.store.Store;
import io.merkato.store.StoreView;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.Tenants;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

@Controller
class ViewerController {

    private final PlatformContext platform;
    private final UserRepository users;
    private final SessionRepository sessions;
    private final Tenants tenants;

    ViewerController(PlatformContext platform, UserRepository users, SessionRepository sessions, Tenants tenants) {
        this.platform = platform;
        this.users = users;
        this.sessions = sessions;
        this.tenants = tenants;
    }

    @QueryMapping
    Viewer viewer(@ContextValue Viewer viewer) {
        return viewer;
    }

    @SchemaMapping
    @Nullable
    User user(Viewer viewer, @ContextValue Caller caller) {
        return caller instanceof Caller.Person person
                ? users.find(platform.sql(), person.user()).orElse(null)
                : null;
    }

    @SchemaMapping
    @Nullable
    ApiKey apiKey(Viewer viewer, @ContextValue Caller caller) {
        return caller instanceof Caller.Program program ? program.key() : null;
    }

    @SchemaMapping
    @Nullable
    Session session(Viewer viewer, @ContextValue Caller caller) {
        return caller instanceof Caller.Person person && person.session() != null
                ? sessions.find(platform, person.user(), person.session()).orElse(null)
                : null;
    }

    @SchemaMapping
    @Nullable
    Tenant tenant(Viewer viewer, @ContextValue(required = false) @Nullable TenantContext tenant) {
        return tenant == null ? null : tenants.byId(tenant);
    }

    @SchemaMapping
    @Nullable
    Store store(Viewer viewer, @ContextValue(required = false) @Nullable StoreView storeView) {
        return storeView == null ? null : storeView.store();
    }

    @SchemaMapping
    Set<Permission> permissions(Viewer viewer) {
        var permissions = EnumSet.noneOf(Permission.class);
        permissions.addAll(viewer.permissions().keySet());
        return permissions;
    }

    /** A member's rights all reach the same stores. */
    @SchemaMapping
    @Nullable
    List<Store.Id> storeIds(Viewer viewer) {
        return viewer.permissions().values().stream()
                .filter(Reach.OnlyStores.class::isInstance)
                .findAny()
                .map(StoreReach::ids)
                .orElse(null);
    }
}
