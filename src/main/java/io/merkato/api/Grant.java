package io.merkato.api;

import org.jspecify.annotations.Nullable;

/**
 * Proof that someone was allowed to do what follows; a write transaction cannot be opened without one.
 * Only {@link Viewer} makes them.
 */
public final class Grant {

    private final Viewer viewer;
    private final @Nullable Permission permission;

    Grant(Viewer viewer, @Nullable Permission permission) {
        this.viewer = viewer;
        this.permission = permission;
    }

    public Viewer viewer() {
        return viewer;
    }

    /** Null where being the person one is was enough. */
    public @Nullable Permission permission() {
        return permission;
    }
}
