package io.merkato.api;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and what they may do in the tenant they ask about. Handed to controllers as {@code @ContextValue Viewer viewer}.
 * Nothing is written without a {@link Grant}, and only a viewer who holds the permission hands one out.
 *
 * @param permissions what the viewer holds, each with how far it reaches
 * @param origin where the request came from, for the audit log
 */
public record Viewer(Actor actor, Map<Permission, Reach> permissions, Origin origin) {

    /** Address and client of a request; null where it is unknown or does not apply. */
    public record Origin(
            @Nullable String address,
            @Nullable String userAgent,
            @Nullable String requestId) {
        public static final Origin NONE = new Origin(null, null, null);
    }

    public Viewer {
        permissions = Map.copyOf(permissions);
    }

    public static Viewer anonymous(Origin origin) {
        return new Viewer(Actor.ANYONE, Map.of(), origin);
    }

    /** The product itself at work, for jobs and for loading data: it holds every permission, the operators' too. */
    public static Viewer system(String job) {
        var all = new EnumMap<Permission, Reach>(Permission.class);
        for (Permission permission : Permission.values()) {
            all.put(permission, new Reach.EveryStore());
        }
        return new Viewer(new Actor(Actor.Kind.SYSTEM, null, job), all, Origin.NONE);
    }

    public boolean isAnonymous() {
        return actor.kind() == Actor.Kind.ANONYMOUS;
    }

    /** Whether the permission is held for the whole tenant. */
    public boolean has(Permission permission) {
        return permissions.get(permission) instanceof Reach.EveryStore;
    }

    /** Whether the permission is held at all, if only for some stores. */
    public boolean hasAnywhere(Permission permission) {
        return switch (permissions.get(permission)) {
            case null -> false;
            case Reach.EveryStore all -> true;
            case Reach.OnlyStores(var stores) -> !stores.isEmpty();
        };
    }

    /** Whether what the permission guards may be looked at: operators see of a tenant what its managers do, but have no right in it. */
    boolean maySee(Permission permission) {
        return hasAnywhere(permission) || permission == Permission.TENANT_MANAGE && has(Permission.PLATFORM_OPERATE);
    }

    /** Whether the permission is held for this store. */
    public boolean hasIn(Permission permission, TypeId store) {
        Reach reach = permissions.get(permission);
        return reach != null && reach.covers(store.value());
    }

    /**
     * Proof that the permission is held for the whole tenant.
     *
     * @throws Fault {@code UNAUTHENTICATED} for the anonymous, {@code FORBIDDEN} for everybody else without it
     */
    public Grant may(Permission permission) {
        return granted(permission, has(permission), Fault.Missing.EVERY_STORE_NEEDED);
    }

    /**
     * For reading what belongs to no single store, such as the audit log. The schema's {@code @requires} lets whoever holds
     * the permission for some store pass; here it has to be held for every one, as for a change.
     *
     * @throws Fault as {@link #may(Permission)}
     */
    public void mustHold(Permission permission) {
        may(permission);
    }

    /** As {@link #may(Permission)}, for one store. */
    public Grant mayIn(Permission permission, TypeId store) {
        return granted(permission, hasIn(permission, store), Fault.Missing.THIS_STORE_NEEDED);
    }

    /** For what a viewer does with their own things, where being signed in is enough. */
    public Grant mayAsThemselves() {
        if (isAnonymous()) {
            throw Fault.unauthenticated();
        }
        return new Grant(this, null);
    }

    /** For what anyone may do: signing up, a review, a cart. */
    public Grant mayAsAnyone() {
        return new Grant(this, null);
    }

    /** @param lacking what to say to somebody who holds it for some stores, but not so far */
    private Grant granted(Permission permission, boolean held, Fault.Missing lacking) {
        if (held) {
            return new Grant(this, permission);
        }
        throw isAnonymous()
                ? Fault.unauthenticated()
                : Fault.forbidden(permission, hasAnywhere(permission) ? lacking : Fault.Missing.PERMISSION_MISSING);
    }
}
