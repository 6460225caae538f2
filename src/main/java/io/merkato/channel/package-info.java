/**
 * Where orders come from besides the tenant's own storefronts: tills with their sessions and cash, and other shops whose orders are imported.
 * Owns the PostgreSQL schema {@code channel}. What was sold becomes an order by {@link io.merkato.ordering.Orders#record}; nobody refers to it.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "api",
            "money",
            "tenancy",
            "store",
            "identity",
            "platform",
            "catalog",
            "customer",
            "pricing",
            "inventory",
            "ordering"
        })
package io.merkato.channel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
