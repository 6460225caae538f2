package io.merkato.api;

import org.jspecify.annotations.Nullable;

/**
 * Something that belongs to one customer. The schema says {@code @owned} on its type, and whoever is neither that customer
 * nor staff with the permission named there finds null in its place, wherever it would be answered.
 */
public interface Owned {

    /** The customer; null where it is nobody's but the tenant's. */
    @Nullable
    TypeId owner();

    /** Of what store it is; null where staff have to hold the permission for every one. */
    default @Nullable TypeId ownerStore() {
        return null;
    }
}
