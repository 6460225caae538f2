/**
 * Store credit of customers, and gift cards: given, redeemed, and paying for orders.
 * Owns the PostgreSQL schema {@code storecredit}; every balance is a sum in the ledger. What of it paid goes back by what orders tell; nobody refers to it.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"api", "money", "tenancy", "identity", "customer", "ledger", "ordering"})
package io.merkato.storecredit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
