/**
 * Orders: what was bought, how it was paid, what was sent and what came back; and the carts that become orders.
 * Owns the PostgreSQL schema {@code ordering}. Others place and change orders through {@link io.merkato.ordering.Orders}.
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
            "promotion",
            "shipping",
            "ledger"
        })
package io.merkato.ordering;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
