/**
 * Loyalty: programmes, the points that customers earn by orders that are paid, and what they do with them.
 * Owns the PostgreSQL schema {@code loyalty}; every balance is a sum in the ledger. Nobody refers to it: it follows orders.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"api", "money", "tenancy", "store", "catalog", "customer", "ledger", "ordering"})
package io.merkato.loyalty;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
